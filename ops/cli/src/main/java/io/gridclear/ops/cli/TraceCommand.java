package io.gridclear.ops.cli;

import io.gridclear.ops.topic.MalformedTraceFile;
import io.gridclear.ops.topic.Stretch;
import io.gridclear.ops.topic.TopicScan;
import io.gridclear.ops.trace.LineTrace;
import io.gridclear.ops.trace.LineTracer;
import io.gridclear.ops.trace.TraceFiles;
import io.gridclear.ops.trace.TraceJson;
import io.gridclear.ops.trace.TraceText;
import io.gridclear.ops.trace.UnknownLine;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.registry.RegistryUnavailableException;
import io.gridclear.schemas.serde.ContractSerdes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gridclear trace}. */
@Command(
        name = "trace",
        header = "Shows everything that a settlement line came of, and where in the topics it stands.",
        description = {
            "The line in all its runs, its trade and route, its orders and the terms in the book's log, the clearing, readings, "
                    + "energies and inputs of later runs, and the receipts: who produced, how many agents attested, which h, at "
                    + "which height. Single attestations are on the chain only; 'demo --out' keeps them, and --files shows "
                    + "them by name.",
            "The line is searched for in all partitions of settlement.lines.v1; --participant and --since make that less. "
                    + "Everything else is read from the partition of its area, participant or usage point, from when the period "
                    + "may have been opened on. What was read is told on standard error.",
            "It looks up and does not prove: 'gridclear verify' and 'reconcile' do. Exit code 1 when no line has the id."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gridclear trace 4f37... --participant owner-000015 --json",
            "  gridclear trace 4f37... --files target/demo"
        })
final class TraceCommand implements Callable<Integer>, WritesLog {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    private final Terminal terminal;

    @Parameters(paramLabel = "LINE", description = "lineId or settlementId: 64 hexadecimal digits.")
    private String id = "";

    @Option(names = "--participant", paramLabel = "NAME", description = "Whom the line is for, if that is known.")
    private @Nullable String participant;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Look for lines that were published then or later, such as 2026-07-01T00:00:00Z.")
    private @Nullable String since;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "Traces in the files of 'gridclear demo --out DIR', without any cluster.")
    private @Nullable Path files;

    @Option(names = "--json", description = "One JSON object instead of text; every record in full.")
    private boolean json;

    @Mixin
    private final BrokerAccess access = new BrokerAccess();

    @Mixin
    private final RegistryAccess registry = new RegistryAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    TraceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!ID.matcher(id).matches()) {
            throw CommandFailure.usage("a lineId or settlementId has 64 hexadecimal digits, " + id + " has not");
        }
        return files == null ? traceOnCluster() : traceInFiles(files);
    }

    private int traceInFiles(Path directory) {
        if (!Files.isDirectory(TraceFiles.records(directory))) {
            throw CommandFailure.usage(directory + " has no folder 'records': 'gridclear demo --out DIR' makes one");
        }
        try {
            show(TraceFiles.trace(id, directory));
            return ExitCode.OK;
        } catch (UnknownLine | MalformedTraceFile e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.environment(IoFailure.of(e), e);
        } catch (UncheckedIOException e) {
            throw CommandFailure.environment(IoFailure.of(e.getCause()), e);
        }
    }

    private void show(LineTrace trace) {
        if (json) {
            terminal.print(TraceJson.of(trace));
        } else {
            TraceText.of(trace).forEach(terminal::print);
        }
    }

    private int traceOnCluster() {
        Stretch where = new Stretch(participant, 0).since(sinceMs());
        Brokers brokers = access.brokers(configFile);
        List<String> urls = registry.urls();
        ClusterReadiness.requireTopics(brokers);
        try (RegistrySchemaLookup schemas =
                        new RegistrySchemaLookup(urls, configFile.ofRegistry(), RegistryRetries.STANDARD);
                TopicScan scan = TopicScan.open(brokers.clientConfigs(), new ContractSerdes(schemas))) {
            LineTrace trace = new LineTracer(scan, terminal.err()::println).trace(id, where);
            if (scan.undecodable() > 0) {
                terminal.err().println(scan.undecodable() + " records do not decode and were passed over");
            }
            show(trace);
            return ExitCode.OK;
        } catch (UnknownLine e) {
            throw CommandFailure.refused(String.valueOf(e.getMessage()));
        } catch (RegistryUnavailableException | KafkaException e) {
            throw CommandFailure.environment(e);
        }
    }

    private long sinceMs() {
        try {
            return since == null ? 0 : Instant.parse(since).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw CommandFailure.usage("--since " + since + " is not a time such as 2026-07-01T00:00:00Z");
        }
    }
}
