package io.gridclear.ops.cli;

import io.gridclear.billing.app.BillingApplication;
import io.gridclear.billing.app.BillingSettings;
import io.gridclear.billing.database.BillingDatabase;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gridclear billing}: settlement lines, totals and receipts into PostgreSQL. */
@Command(
        name = "billing",
        header = "Writes settlement lines, totals of runs and receipts into PostgreSQL, until Ctrl-C.",
        description = {
            "Each batch is one transaction with the offsets that it ends at, so that a stop at any point, also by kill -9, "
                    + "repeats nothing and leaves nothing out. While the database does not work it waits and says so. "
                    + "Records that cannot be are set aside in rejected_record. A second process of the same group shares the "
                    + "partitions.",
            "Brings the schema 'billing' of the database to its newest version first. Serves /health/live, /health/ready and "
                    + "/metrics over HTTP."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear billing --database jdbc:postgresql://127.0.0.1:5432/billing "
                + "--bootstrap 127.0.0.1:9092 --registry http://127.0.0.1:8081")
final class BillingCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Mixin
    private final DatabaseAccess access = new DatabaseAccess();

    @Mixin
    private final LedgerProcessOptions options = new LedgerProcessOptions(9467);

    @Option(
            names = "--group-id",
            paramLabel = "ID",
            description = "Names billing over all its instances (gridclear-billing).")
    private @Nullable String groupId;

    @Option(
            names = "--instance-id",
            paramLabel = "ID",
            description = "Names this instance, so that it has its partitions back at once after a crash.")
    private @Nullable String instanceId;

    BillingCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        BillingSettings settings = settings();
        options.requireCluster();
        try (BillingApplication billing = BillingApplication.start(settings)) {
            Runtime.getRuntime().addShutdownHook(new Thread(billing::close, "stop"));
            terminal.print("billing: " + settings.describe());
            terminal.print("health and metrics on http://" + settings.httpHost() + ":" + billing.httpPort());
            billing.awaitStop();
            if (billing.hasFailed()) {
                throw CommandFailure.environment("billing has stopped after a failure; the log says why");
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw CommandFailure.environment(IoFailure.of(e), e);
        }
    }

    private BillingSettings settings() {
        BillingDatabase database = access.database();
        Map<String, String> flags = options.flags();
        flags.put("database", database.url());
        flags.put("database.user", database.user());
        flags.put("database.password", database.password());
        if (groupId != null) {
            flags.put("group.id", groupId);
        }
        if (instanceId != null) {
            flags.put("instance.id", instanceId);
        }
        try {
            return BillingSettings.of(flags, name -> null, options.clientProperties());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
