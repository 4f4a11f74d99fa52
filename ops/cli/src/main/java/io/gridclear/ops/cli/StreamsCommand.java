package io.gridclear.ops.cli;

import io.gridclear.topology.app.StreamsMain;
import io.gridclear.topology.app.StreamsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gridclear streams}: one instance of the application against a cluster. */
@Command(
        name = "streams",
        header = "Runs one instance of the market application against a cluster, until Ctrl-C.",
        description = {
            "Start as many instances as there is work for, on any machine: they share the tasks, and take over from one "
                    + "that dies. Topics and schemas must be there (see 'topics apply' and 'schemas register').",
            "A flag beats the environment (GRIDCLEAR_THREADS for --threads and so on), which beats --config, which beats "
                    + "the default. Serves /health/live, /health/ready and /metrics over HTTP."
        })
final class StreamsCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Option(names = "--bootstrap", paramLabel = "HOST:PORT[,...]", description = "Brokers to start from.")
    private @Nullable String bootstrap;

    @Option(names = "--registry", paramLabel = "URL[,...]", description = "Schema registry, Confluent's API.")
    private @Nullable String registry;

    @Option(
            names = "--application-id",
            paramLabel = "ID",
            description = "Names the application over all its instances (gridclear-market).")
    private @Nullable String applicationId;

    @Option(names = "--state-dir", paramLabel = "DIR", description = "State stores of this instance (gridclear-state).")
    private @Nullable String stateDir;

    @Option(names = "--threads", paramLabel = "N", description = "Stream threads (1).")
    private @Nullable String threads;

    @Option(
            names = "--standby-replicas",
            paramLabel = "N",
            description = "Warm copies of each task's state on other instances (0).")
    private @Nullable String standbyReplicas;

    @Option(
            names = "--group-protocol",
            paramLabel = "classic|streams",
            description = "Rebalance protocol: classic, or streams (KIP-1071) (classic).")
    private @Nullable String groupProtocol;

    @Option(
            names = "--area-partitions",
            paramLabel = "N",
            description = "Partitions of the topics keyed by area; fixed for the life of the application (24).")
    private @Nullable String areaPartitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "Replicas of the application's internal topics (3).")
    private @Nullable String replicationFactor;

    @Option(names = "--http-host", paramLabel = "HOST", description = "Address of health and metrics (127.0.0.1).")
    private @Nullable String httpHost;

    @Option(names = "--http-port", paramLabel = "PORT", description = "Its port, 0 for any (9464).")
    private @Nullable String httpPort;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Properties file with these settings by their keys (application.id, state.dir, ...) and, under "
                            + "kafka., settings of the Kafka clients.")
    private @Nullable Path config;

    StreamsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        StreamsSettings settings = settings();
        Brokers brokers = Brokers.at(settings.bootstrapServers(), settings.client());
        ClusterReadiness.requireTopics(brokers, settings.replicationFactor(), settings.areaPartitions());
        ClusterReadiness.requireSchemas(List.of(settings.registryUrl().split(",")), Map.of());
        terminal.print("running " + settings.describe());
        try {
            return StreamsMain.run(settings) == 0 ? ExitCode.OK : ExitCode.ENVIRONMENT;
        } catch (IOException e) {
            throw CommandFailure.environment(String.valueOf(e.getMessage()), e);
        }
    }

    private StreamsSettings settings() {
        Map<String, String> flags = new LinkedHashMap<>();
        put(flags, "bootstrap.servers", bootstrap);
        put(flags, "registry.url", registry);
        put(flags, "application.id", applicationId);
        put(flags, "state.dir", stateDir);
        put(flags, "threads", threads);
        put(flags, "standby.replicas", standbyReplicas);
        put(flags, "group.protocol", groupProtocol);
        put(flags, "area.partitions", areaPartitions);
        put(flags, "replication.factor", replicationFactor);
        put(flags, "http.host", httpHost);
        put(flags, "http.port", httpPort);
        // the other commands' names for the same two addresses
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.computeIfAbsent("GRIDCLEAR_BOOTSTRAP_SERVERS", name -> System.getenv("GRIDCLEAR_BOOTSTRAP"));
        environment.computeIfAbsent("GRIDCLEAR_REGISTRY_URL", name -> System.getenv("GRIDCLEAR_REGISTRY"));
        try {
            Properties file = config == null ? new Properties() : StreamsSettings.readFile(config);
            return StreamsSettings.of(flags, environment::get, file);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }
}
