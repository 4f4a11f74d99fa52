package io.gridclear.bridge.app;

import static io.gridclear.bridge.app.SettingsReader.require;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one agent, read once.
 *
 * @param bootstrapServers brokers, host:port list
 * @param registryUrl schema registry, Confluent API
 * @param chain address of the chain, as its factory takes it; the agent's own validator, normally
 * @param nodeKey file with the node's key, in the form of the engine's key files
 * @param lookBack an agent that has never run looks at batches of so long ago first
 * @param httpHost address that health and metrics are served on
 * @param httpPort its port; 0 = any free one
 * @param client further Kafka client settings (security and the like), as they are
 * @param registry further settings of the registry's client (credentials, TLS), by Confluent's names
 */
public record AgentSettings(
        String bootstrapServers,
        String registryUrl,
        String chain,
        Path nodeKey,
        Duration lookBack,
        String httpHost,
        int httpPort,
        Map<String, String> client,
        Map<String, String> registry) {

    private static final Map<String, String> DEFAULTS = Map.of(
            "bootstrap.servers", "127.0.0.1:9092",
            "registry.url", "http://127.0.0.1:8081",
            "chain", "gridclear@http://127.0.0.1:26657",
            "node.key", "node-key.json",
            "look.back.hours", "24",
            "http.host", "127.0.0.1",
            "http.port", "9466");

    public AgentSettings {
        require(!bootstrapServers.isBlank(), "bootstrap.servers must be set");
        require(!registryUrl.isBlank(), "registry.url must be set");
        require(!chain.isBlank(), "chain must be set");
        require(lookBack.toHours() >= 1, "look.back.hours must be at least 1");
        require(httpPort >= 0 && httpPort <= 65_535, "http.port must be 0 to 65535");
        client = Map.copyOf(client);
        registry = Map.copyOf(registry);
    }

    /**
     * Reads settings.
     *
     * @param flags settings given on the command line, by key
     * @param environment looks a variable up; null where it is not set
     * @param file properties file
     * @throws IllegalArgumentException if a setting is not known or its value is not one that it can have
     */
    public static AgentSettings of(
            Map<String, String> flags, Function<String, @Nullable String> environment, Properties file) {
        SettingsReader reader = new SettingsReader(DEFAULTS, flags, environment, file);
        return new AgentSettings(
                reader.text("bootstrap.servers"),
                reader.text("registry.url"),
                reader.text("chain"),
                Path.of(reader.text("node.key")),
                Duration.ofHours(reader.whole("look.back.hours")),
                reader.text("http.host"),
                reader.whole("http.port"),
                reader.client(),
                reader.registry());
    }

    /** The settings on one line, secrets masked: for the log at start. */
    public String describe() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("registry.url", registryUrl);
        settings.put("chain", chain);
        settings.put("node.key", nodeKey);
        settings.put("look.back.hours", lookBack.toHours());
        settings.put("http", httpHost + ":" + httpPort);
        return SettingsReader.describe(settings, client, registry);
    }
}
