package io.gridclear.bridge.app;

import static io.gridclear.bridge.app.SettingsReader.require;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one bridge, read once.
 *
 * @param bootstrapServers brokers, host:port list
 * @param registryUrl schema registry, Confluent API
 * @param groupId names the bridge over all its instances
 * @param instanceId names this instance; one that is started again under its name goes on at once, another waits for the
 *     transaction that it may have left open
 * @param chain address of the chain, as its factory takes it
 * @param operatorKey file with the operator's key, in the form of the engine's key files
 * @param trustedHeader file with the header that receipts lead from, such as {@code trusted.json}; empty for the chain's
 *     first block, taken on trust
 * @param httpHost address that health and metrics are served on
 * @param httpPort its port; 0 = any free one
 * @param client further Kafka client settings (security and the like), as they are
 * @param registry further settings of the registry's client (credentials, TLS), by Confluent's names
 */
public record BridgeSettings(
        String bootstrapServers,
        String registryUrl,
        String groupId,
        String instanceId,
        String chain,
        Path operatorKey,
        String trustedHeader,
        String httpHost,
        int httpPort,
        Map<String, String> client,
        Map<String, String> registry) {

    private static final Map<String, String> DEFAULTS = Map.of(
            "bootstrap.servers", "127.0.0.1:9092",
            "registry.url", "http://127.0.0.1:8081",
            "group.id", "gridclear-bridge",
            "instance.id", "",
            "chain", "gridclear@http://127.0.0.1:26657",
            "operator.key", "operator-key.json",
            "trusted.header", "",
            "http.host", "127.0.0.1",
            "http.port", "9465");

    public BridgeSettings {
        require(!bootstrapServers.isBlank(), "bootstrap.servers must be set");
        require(!registryUrl.isBlank(), "registry.url must be set");
        require(groupId.matches("[A-Za-z0-9._-]+"), "group.id may hold letters, digits and . _ - only");
        require(instanceId.matches("[A-Za-z0-9._-]+"), "instance.id may hold letters, digits and . _ - only");
        require(!chain.isBlank(), "chain must be set");
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
    public static BridgeSettings of(
            Map<String, String> flags, Function<String, @Nullable String> environment, Properties file) {
        SettingsReader reader = new SettingsReader(DEFAULTS, flags, environment, file);
        String instance = reader.text("instance.id");
        return new BridgeSettings(
                reader.text("bootstrap.servers"),
                reader.text("registry.url"),
                reader.text("group.id"),
                instance.isEmpty() ? UUID.randomUUID().toString() : instance,
                reader.text("chain"),
                Path.of(reader.text("operator.key")),
                reader.text("trusted.header"),
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
        settings.put("group.id", groupId);
        settings.put("instance.id", instanceId);
        settings.put("chain", chain);
        settings.put("operator.key", operatorKey);
        settings.put("trusted.header", trustedHeader.isEmpty() ? "(first block)" : trustedHeader);
        settings.put("http", httpHost + ":" + httpPort);
        return SettingsReader.describe(settings, client, registry);
    }
}
