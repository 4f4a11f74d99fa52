package io.gridclear.ops.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every process between topics and ledger is told: where the topics are, and where its health is served. */
final class LedgerProcessOptions {

    @Mixin
    private final BrokerAccess access = new BrokerAccess();

    @Mixin
    private final RegistryAccess registry = new RegistryAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    @Option(
            names = "--http-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address of health and metrics (${DEFAULT-VALUE}).")
    private String httpHost = "127.0.0.1";

    @Option(names = "--http-port", paramLabel = "PORT", description = "Its port, 0 for any (${DEFAULT-VALUE}).")
    private int httpPort;

    LedgerProcessOptions(int httpPort) {
        this.httpPort = httpPort;
    }

    /**
     * Finds out whether topics and schemas are there.
     *
     * @throws CommandFailure when something is missing, or nothing is named
     */
    void requireCluster() {
        Brokers brokers = access.brokers(configFile);
        registry.urls();
        ClusterReadiness.requireTopics(brokers);
        ClusterReadiness.requireSchemas(registry.urls(), configFile.ofRegistry());
    }

    /** The settings by the keys of bridge and agent. */
    Map<String, String> flags() {
        Map<String, String> flags = new HashMap<>();
        flags.put("bootstrap.servers", access.brokers(configFile).bootstrap());
        flags.put("registry.url", String.join(",", registry.urls()));
        flags.put("http.host", httpHost);
        flags.put("http.port", Integer.toString(httpPort));
        return flags;
    }

    /** The further properties of the clients of Kafka and registry, as bridge and agent take them. */
    Properties clientProperties() {
        Properties properties = new Properties();
        configFile.ofBrokers().forEach((key, value) -> properties.setProperty("kafka." + key, value));
        configFile.ofRegistry().forEach(properties::setProperty);
        return properties;
    }
}
