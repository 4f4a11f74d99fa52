package io.gridclear.billing.app;

import io.gridclear.billing.database.BillingDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one billing process, read once: a flag beats the environment ({@code GRIDCLEAR_GROUP_ID} for
 * {@code group.id}), which beats the properties file, which beats the default. Keys that begin with {@code kafka.} go to the
 * Kafka client without that prefix.
 *
 * @param bootstrapServers brokers, host:port list
 * @param registryUrl schema registry, Confluent API
 * @param groupId names billing over all its instances, which share the partitions
 * @param instanceId names this instance, so that it has its partitions back at once after a crash; empty = none, and others
 *     wait for it as long as a session lasts
 * @param database where the rows go
 * @param batchRecords most records of one transaction
 * @param httpHost address that health and metrics are served on
 * @param httpPort its port; 0 = any free one
 * @param client further Kafka client settings (security and the like), as they are
 */
public record BillingSettings(
        String bootstrapServers,
        String registryUrl,
        String groupId,
        String instanceId,
        BillingDatabase database,
        int batchRecords,
        String httpHost,
        int httpPort,
        Map<String, String> client) {

    private static final String CLIENT_PREFIX = "kafka.";

    private static final Map<String, String> DEFAULTS = Map.of(
            "bootstrap.servers", "127.0.0.1:9092",
            "registry.url", "http://127.0.0.1:8081",
            "group.id", "gridclear-billing",
            "instance.id", "",
            "database", "jdbc:postgresql://127.0.0.1:5432/billing",
            "database.user", "",
            "database.password", "",
            "batch.records", "5000",
            "http.host", "127.0.0.1",
            "http.port", "9467");

    public BillingSettings {
        require(!bootstrapServers.isBlank(), "bootstrap.servers must be set");
        require(!registryUrl.isBlank(), "registry.url must be set");
        require(groupId.matches("[A-Za-z0-9._-]+"), "group.id may hold letters, digits and . _ - only");
        require(instanceId.matches("[A-Za-z0-9._-]*"), "instance.id may hold letters, digits and . _ - only");
        require(batchRecords >= 1 && batchRecords <= 100_000, "batch.records must be 1 to 100000");
        require(httpPort >= 0 && httpPort <= 65_535, "http.port must be 0 to 65535");
        client = Map.copyOf(client);
    }

    /**
     * Reads settings.
     *
     * @param flags settings given on the command line, by key
     * @param environment looks a variable up; null where it is not set
     * @param file properties file
     * @throws IllegalArgumentException if a setting is not known or its value is not one that it can have
     */
    public static BillingSettings of(
            Map<String, String> flags, Function<String, @Nullable String> environment, Properties file) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        Map<String, String> client = new TreeMap<>();
        for (String name : file.stringPropertyNames()) {
            if (name.startsWith(CLIENT_PREFIX)) {
                client.put(name.substring(CLIENT_PREFIX.length()), file.getProperty(name));
            } else {
                put(values, name, file.getProperty(name));
            }
        }
        for (String key : DEFAULTS.keySet()) {
            String variable =
                    environment.apply("GRIDCLEAR_" + key.replace('.', '_').toUpperCase(Locale.ROOT));
            if (variable != null) {
                values.put(key, variable);
            }
        }
        flags.forEach((name, value) -> put(values, name, value));
        return new BillingSettings(
                text(values, "bootstrap.servers"),
                text(values, "registry.url"),
                text(values, "group.id"),
                text(values, "instance.id"),
                new BillingDatabase(
                        text(values, "database"), text(values, "database.user"), text(values, "database.password")),
                whole(values, "batch.records"),
                text(values, "http.host"),
                whole(values, "http.port"),
                client);
    }

    private static void put(Map<String, String> values, String name, String value) {
        require(
                values.containsKey(name),
                "no setting is called " + name + " (Kafka client settings begin with " + CLIENT_PREFIX + ")");
        values.put(name, value);
    }

    private static String text(Map<String, String> values, String key) {
        return values.getOrDefault(key, "");
    }

    private static int whole(Map<String, String> values, String key) {
        String text = text(values, key);
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, is " + text, e);
        }
    }

    /**
     * The file that {@code GRIDCLEAR_CONFIG} names, or nothing.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    static Properties file(Function<String, @Nullable String> environment) {
        Properties properties = new Properties();
        String name = environment.apply("GRIDCLEAR_CONFIG");
        if (name == null) {
            return properties;
        }
        try (InputStream in = Files.newInputStream(Path.of(name))) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("settings file " + name + " cannot be read: " + e.getMessage(), e);
        }
        return properties;
    }

    /** The settings on one line, secrets masked: for the log at start. */
    public String describe() {
        StringBuilder text = new StringBuilder("bootstrap.servers=" + bootstrapServers)
                .append(" registry.url=")
                .append(registryUrl.replaceAll("//[^/@,]*@", "//****@"))
                .append(" group.id=")
                .append(groupId)
                .append(" instance.id=")
                .append(instanceId)
                .append(" database=")
                .append(database.describe())
                .append(" batch.records=")
                .append(batchRecords)
                .append(" http=")
                .append(httpHost)
                .append(':')
                .append(httpPort);
        new TreeMap<>(client)
                .forEach((name, value) ->
                        text.append(" kafka.").append(name).append('=').append(isSecret(name) ? "****" : value));
        return text.toString();
    }

    /** As {@link #describe}: a record's own text would hold secrets. */
    @Override
    public String toString() {
        return describe();
    }

    private static boolean isSecret(String name) {
        return name.contains("password") || name.contains("jaas") || name.contains("secret") || name.contains("key");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
