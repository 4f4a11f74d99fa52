package io.gridclear.ops.cli;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.ops.receipts.PeriodRange;
import io.gridclear.ops.receipts.ReceiptExport;
import io.gridclear.ops.topic.TopicScan;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.serde.ContractSerdes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gridclear receipts export}. */
@Command(
        name = "export",
        header = "Writes settlement lines, each with its receipt, into files for 'verify'.",
        description = {
            "Reads settlement.lines.v1 and ledger.receipts.v1 up to where they end now, and writes lines.jsonl and "
                    + "receipts.jsonl. Lines that the ledger has not found FINAL, or not yet, are left out and counted. Receipts of "
                    + "the periods are held in memory: name areas or periods where there are many.",
            "With --node it writes trusted.json as well: the chain's first header as that node has it, and the terms of the "
                    + "areas. Ask a node that you trust, or compare its headerHash; otherwise take trusted.json from elsewhere.",
            "It does not prove: 'gridclear verify --all' does. Exit code 1 when no line has a receipt."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear receipts export --out proofs --from 2026-07-01T00:00:00Z --node http://127.0.0.1:26657")
final class ReceiptsExportCommand implements Callable<Integer>, WritesLog {

    /** The first block is signed by the first validators, whom the genesis names. */
    private static final long FIRST_HEIGHT = 1;

    private final Terminal terminal;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the files go.")
    private Path out = Path.of("");

    @Option(names = "--area", paramLabel = "ID", description = "Only this area.")
    private @Nullable String area;

    @Option(
            names = "--from",
            paramLabel = "INSTANT",
            description = "Only periods from then on, as 2026-11-28T00:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "INSTANT", description = "Only periods that start before.")
    private @Nullable Instant to;

    @Mixin
    private final BrokerAccess access = new BrokerAccess();

    @Mixin
    private final RegistryAccess registry = new RegistryAccess();

    @Mixin
    private final ChainAccess ledger = new ChainAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    ReceiptsExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Brokers brokers = access.brokers(configFile);
        var urls = registry.urls();
        ClusterReadiness.requireTopics(brokers);
        TrustedState header = ledger.isNamed() ? firstHeader() : null;
        try (RegistrySchemaLookup schemas =
                        new RegistrySchemaLookup(urls, configFile.ofRegistry(), RegistryRetries.STANDARD);
                TopicScan scan = TopicScan.open(brokers.clientConfigs(), new ContractSerdes(schemas))) {
            ReceiptExport export = new ReceiptExport(scan, new PeriodRange(area, from, to), out);
            ReceiptExport.Summary summary = export.run();
            if (header != null) {
                export.trust(header);
            }
            return print(summary, scan.undecodable(), header != null);
        } catch (RegistryUnavailableException | KafkaException e) {
            throw CommandFailure.environment(e);
        } catch (IOException e) {
            throw CommandFailure.environment(IoFailure.of(e), e);
        }
    }

    private TrustedState firstHeader() {
        try (Chain chain = ledger.open()) {
            LightBlock first = chain.lightBlock(FIRST_HEIGHT)
                    .orElseThrow(() -> CommandFailure.environment("the ledger has no block yet"));
            return TrustedState.of(first);
        } catch (ChainUnavailableException e) {
            throw ChainAccess.unavailable(e);
        }
    }

    private int print(ReceiptExport.Summary summary, long undecodable, boolean withTrusted) {
        if (undecodable + summary.malformed() > 0) {
            terminal.err()
                    .println(undecodable + " records do not decode, " + summary.malformed()
                            + " receipts are none; all were passed over");
        }
        if (summary.unreceipted() > 0) {
            terminal.err().println(summary.unreceipted() + " lines have no receipt, or none yet");
        }
        if (summary.exported() == 0) {
            throw CommandFailure.refused("no line has a receipt");
        }
        terminal.print(summary.exported() + " lines and their receipts are in " + out
                + (withTrusted ? ", with trusted.json" : "; trusted.json is to come from whom you trust"));
        return ExitCode.OK;
    }
}
