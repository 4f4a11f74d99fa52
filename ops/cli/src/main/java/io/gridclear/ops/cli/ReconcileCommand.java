package io.gridclear.ops.cli;

import io.gridclear.billing.reconcile.Reconciliation;
import io.gridclear.billing.reconcile.Reconciliation.Summary;
import io.gridclear.billing.reconcile.RunVerdict;
import io.gridclear.billing.reconcile.Scope;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.verify.LineVerifier;
import io.gridclear.verify.MalformedFileException;
import io.gridclear.verify.TrustedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gridclear reconcile}: the billing database against operator and ledger. */
@Command(
        name = "reconcile",
        header = "Proves that the billing database holds what operator and ledger say, run by run.",
        description = {
            "For each area, period and run: as many lines as the clearing says, each consistent in itself; the Merkle root over "
                    + "their canonical bytes equal to the clearing's and to the receipts'; debits equal to credits; deltas "
                    + "exact against the run before. Over all participants the current lines sum up to 0. Whatever differs is "
                    + "named, down to the line.",
            "With --trusted every line is also proved by its receipt up to a header that follows from the trusted one.",
            "The exit code is 0 only if all holds."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear reconcile --database jdbc:postgresql://127.0.0.1:5432/billing --trusted trusted.json")
final class ReconcileCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Mixin
    private final DatabaseAccess access = new DatabaseAccess();

    @Option(names = "--area", paramLabel = "ID", description = "Only this area.")
    private @Nullable String area;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "Only periods from then on, as 2026-11-28T00:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "Only periods that start before.")
    private @Nullable Instant to;

    @Option(
            names = "--trusted",
            paramLabel = "FILE",
            description = "The header that is trusted, and the terms of the areas: see 'verify'.")
    private @Nullable Path trusted;

    @Option(names = "--no-receipts", description = "A run without receipts is no fault: for a market without a ledger.")
    private boolean noReceipts;

    ReconcileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LineVerifier verifier =
                trusted == null ? null : new LineVerifier(Ed25519Verifiers.best()::verify, read(trusted));
        Summary summary;
        try (Connection connection = access.connect()) {
            summary = new Reconciliation(connection, verifier, !noReceipts).run(new Scope(area, from, to), this::print);
        } catch (SQLException e) {
            throw DatabaseAccess.failed(e);
        }
        if (summary.balanceNano().signum() != 0) {
            terminal.print("FAILED  over all participants the current lines sum up to " + summary.balanceNano()
                    + " nano, not to 0");
        }
        String found = summary.lines() + " lines of " + summary.runs() + " runs"
                + (verifier == null ? "" : ", " + summary.proved() + " proved by their receipts");
        if (!summary.holds()) {
            throw CommandFailure.refused(
                    summary.differing() + " of " + summary.runs() + " runs differ (" + found + ")");
        }
        if (summary.runs() == 0) {
            throw CommandFailure.refused("there is no run to reconcile");
        }
        terminal.print("ok      " + found + ": as operator and ledger say");
        return ExitCode.OK;
    }

    private void print(RunVerdict verdict) {
        for (String difference : verdict.differences()) {
            terminal.print("FAILED  " + verdict.key() + ": " + difference);
        }
        if (verdict.moreDifferences() > 0) {
            terminal.print("FAILED  " + verdict.key() + ": and " + verdict.moreDifferences() + " differences more");
        }
    }

    private static TrustedFile read(Path file) {
        try {
            return TrustedFile.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (MalformedFileException e) {
            throw CommandFailure.refused(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailure.usage("--trusted " + IoFailure.of(e));
        }
    }
}
