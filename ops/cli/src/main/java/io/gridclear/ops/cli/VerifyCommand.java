package io.gridclear.ops.cli;

import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.verify.LineVerifier;
import io.gridclear.verify.MalformedFileException;
import io.gridclear.verify.TrustedFile;
import io.gridclear.verify.Verdict;
import io.gridclear.verify.VerificationFiles;
import io.gridclear.verify.VerificationFiles.Pair;
import io.gridclear.verify.VerificationFiles.Summary;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gridclear verify}: a settlement line against its receipt, offline. */
@Command(
        name = "verify",
        header = "Proves a settlement line by its receipt and a trusted header; needs no network.",
        description = {
            "Recomputes the line's canonical bytes from its fields, and shows step by step that they stand under a "
                    + "settlement root, that the agents found the outcome with this root FINAL, that it is under the "
                    + "application hash of a header which the validators signed, and that this header follows from the "
                    + "trusted one. Whatever fails is named.",
            "Files are those that 'receipts export' and 'demo --out' write: lines.jsonl, receipts.jsonl and trusted.json, or "
                    + "one line and one receipt of them. Take trusted.json from somebody you trust, or compare its headerHash.",
            "The exit code is 0 only if all is proved."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear verify --all --line lines.jsonl --receipt receipts.jsonl --trusted trusted.json")
final class VerifyCommand implements Callable<Integer> {

    private static final Pattern LINE_ID = Pattern.compile("[0-9a-f]{64}");

    private final Terminal terminal;

    @Parameters(
            paramLabel = "LINE_ID",
            arity = "0..1",
            description =
                    "Which line of files with many: its lineId, or its settlementId where there are several runs; 64 "
                            + "hexadecimal digits.")
    private @Nullable String lineId;

    @Option(names = "--line", paramLabel = "FILE", required = true, description = "The line, or many, one a line.")
    private Path line = Path.of("");

    @Option(
            names = "--receipt",
            paramLabel = "FILE",
            required = true,
            description = "Its receipt, or many in any order, one a line.")
    private Path receipt = Path.of("");

    @Option(
            names = "--trusted",
            paramLabel = "FILE",
            required = true,
            description = "The header that is trusted, and the terms of the areas.")
    private Path trusted = Path.of("");

    @Option(names = "--all", description = "Verify every line of the file.")
    private boolean all;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        checkArguments();
        try {
            TrustedFile trust = readTrusted();
            LineVerifier verifier = new LineVerifier(Ed25519Verifiers.best()::verify, trust);
            VerificationFiles files = new VerificationFiles(line, receipt);
            if (all) {
                return print(files.verifyAll(verifier), trust);
            }
            Pair pair = lineId == null ? files.only() : files.byId(lineId);
            return print(pair.line(), verifier.verify(pair.line(), pair.receipt()));
        } catch (MalformedFileException e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        } catch (MalformedInputException e) {
            throw CommandFailure.refused("a file is not UTF-8");
        } catch (IOException e) {
            throw CommandFailure.environment(IoFailure.of(e), e);
        }
    }

    private void checkArguments() {
        if (all && lineId != null) {
            throw CommandFailure.usage("--all and a LINE_ID exclude each other");
        }
        if (lineId != null && !LINE_ID.matcher(lineId).matches()) {
            throw CommandFailure.usage("a LINE_ID has 64 hexadecimal digits, lower case, not " + lineId);
        }
        for (Path file : new Path[] {line, receipt, trusted}) {
            if (!Files.isRegularFile(file)) {
                throw CommandFailure.usage(file + ": no such file");
            }
        }
    }

    private TrustedFile readTrusted() throws IOException, MalformedFileException {
        try {
            return TrustedFile.of(Files.readString(trusted, StandardCharsets.UTF_8));
        } catch (MalformedFileException e) {
            throw new MalformedFileException(trusted + ": " + e.getMessage());
        }
    }

    private int print(SettlementLine record, Verdict verdict) {
        verdict.proved().forEach(step -> terminal.print("ok      " + step));
        if (verdict instanceof Verdict.Invalid invalid) {
            terminal.print("FAILED  " + invalid.step().words() + ": " + invalid.reason());
            throw CommandFailure.refused("line " + record.getLineId() + " is not proved");
        }
        terminal.print("proved: " + record.getMarketParticipantMrid()
                + switch (record.getDirection()) {
                    case CREDIT -> " is owed ";
                    case DEBIT, UNSPECIFIED -> " owes ";
                }
                + decimal(record.getAmountNano(), 9) + " " + record.getCurrency() + " for "
                + decimal(record.getQuantityWh(), 3) + " kWh (" + record.getChargeType() + ") with "
                + record.getCounterpartyMrid() + " in " + record.getAreaMrid() + ", "
                + record.getPeriodStart() + " to " + record.getPeriodEnd());
        return ExitCode.OK;
    }

    private int print(Summary summary, TrustedFile trust) {
        summary.failures().forEach(failure -> terminal.print("FAILED  " + failure));
        String found = summary.proved() + " of " + summary.lines() + " lines are proved, from header "
                + trust.state().height() + " of " + trust.state().chainId();
        if (summary.proved() < summary.lines()) {
            throw CommandFailure.refused("only " + found);
        }
        terminal.print("ok      " + found);
        return ExitCode.OK;
    }

    /** A whole number with so many decimals, not negative. */
    private static String decimal(long value, int decimals) {
        return BigDecimal.valueOf(value, decimals).toPlainString();
    }
}
