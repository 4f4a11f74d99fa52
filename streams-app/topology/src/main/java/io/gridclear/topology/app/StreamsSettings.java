package io.gridclear.topology.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one instance of the application, read once: a flag beats the environment, which beats the properties file,
 * which beats the default.
 *
 * @param bootstrapServers brokers, host:port list
 * @param registryUrl schema registry, Confluent API
 * @param applicationId names the application over all its instances
 * @param stateDir where RocksDB and checkpoints live
 * @param threads stream threads, &gt;= 1
 * @param standbyReplicas warm copies of each task's state on other instances, &gt;= 0
 * @param groupProtocol {@code classic} or {@code streams} (KIP-1071)
 * @param areaPartitions partitions of the topics that are keyed by area; fixed for the life of the application
 * @param replicationFactor replicas of changelog and repartition topics
 * @param commitInterval how often a transaction is committed
 * @param clockInterval how often the clock looks for ticks and steps that are due
 * @param deliverySettling how long the first correction of a period waits for other changes; 0 s to a year
 * @param httpHost address that health and metrics are served on
 * @param httpPort its port; 0 = any free one
 * @param client further Kafka client settings (security and the like), as they are
 */
public record StreamsSettings(
        String bootstrapServers,
        String registryUrl,
        String applicationId,
        Path stateDir,
        int threads,
        int standbyReplicas,
        String groupProtocol,
        int areaPartitions,
        int replicationFactor,
        Duration commitInterval,
        Duration clockInterval,
        Duration deliverySettling,
        String httpHost,
        int httpPort,
        Map<String, String> client) {

    private static final String CLIENT_PREFIX = "kafka.";

    public StreamsSettings {
        require(!bootstrapServers.isBlank(), "bootstrap.servers must be set");
        require(!registryUrl.isBlank(), "registry.url must be set");
        require(applicationId.matches("[A-Za-z0-9._-]+"), "application.id may hold letters, digits and . _ - only");
        require(threads >= 1, "threads must be at least 1");
        require(standbyReplicas >= 0, "standby.replicas must not be negative");
        require(
                groupProtocol.equals("classic") || groupProtocol.equals("streams"),
                "group.protocol must be classic or streams, is " + groupProtocol);
        require(areaPartitions >= 1, "area.partitions must be at least 1");
        require(replicationFactor >= 1, "replication.factor must be at least 1");
        require(commitInterval.toMillis() >= 1, "commit.interval.ms must be at least 1");
        require(clockInterval.toMillis() >= 1, "clock.interval.ms must be at least 1");
        require(
                !deliverySettling.isNegative() && deliverySettling.toDays() <= 366,
                "delivery.settling.ms must be 0 to a year");
        require(httpPort >= 0 && httpPort <= 65_535, "http.port must be 0 to 65535");
        client = Map.copyOf(client);
    }

    /** One setting: its key, its default, and how it is said in the environment. */
    private enum Key {
        BOOTSTRAP_SERVERS("bootstrap.servers", "127.0.0.1:9092"),
        REGISTRY_URL("registry.url", "http://127.0.0.1:8081"),
        APPLICATION_ID("application.id", "gridclear-market"),
        STATE_DIR("state.dir", "gridclear-state"),
        THREADS("threads", "1"),
        STANDBY_REPLICAS("standby.replicas", "0"),
        GROUP_PROTOCOL("group.protocol", "classic"),
        AREA_PARTITIONS("area.partitions", "24"),
        REPLICATION_FACTOR("replication.factor", "3"),
        COMMIT_INTERVAL_MS("commit.interval.ms", "100"),
        CLOCK_INTERVAL_MS("clock.interval.ms", "20"),
        DELIVERY_SETTLING_MS("delivery.settling.ms", "60000"),
        HTTP_HOST("http.host", "127.0.0.1"),
        HTTP_PORT("http.port", "9464");

        private final String key;
        private final String byDefault;

        Key(String key, String byDefault) {
            this.key = key;
            this.byDefault = byDefault;
        }

        private String environmentName() {
            return "GRIDCLEAR_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
        }
    }

    /**
     * Reads settings.
     *
     * @param flags settings given on the command line, by key
     * @param environment looks a variable up ({@code GRIDCLEAR_THREADS} for {@code threads}); null where it is not set
     * @param file properties file; keys that begin with {@code kafka.} go to the Kafka clients without that prefix
     * @throws IllegalArgumentException if a setting is not known or its value is not one that it can have; the message
     *     says which
     */
    public static StreamsSettings of(
            Map<String, String> flags, Function<String, @Nullable String> environment, Properties file) {
        Map<String, String> client = new TreeMap<>();
        for (String name : file.stringPropertyNames()) {
            if (name.startsWith(CLIENT_PREFIX)) {
                client.put(name.substring(CLIENT_PREFIX.length()), file.getProperty(name));
            } else {
                requireKnown(name);
            }
        }
        flags.keySet().forEach(StreamsSettings::requireKnown);
        Function<Key, String> value = key -> {
            String flag = flags.get(key.key);
            String variable = flag != null ? flag : environment.apply(key.environmentName());
            return variable != null ? variable : file.getProperty(key.key, key.byDefault);
        };
        return new StreamsSettings(
                value.apply(Key.BOOTSTRAP_SERVERS),
                value.apply(Key.REGISTRY_URL),
                value.apply(Key.APPLICATION_ID),
                Path.of(value.apply(Key.STATE_DIR)),
                whole(Key.THREADS, value),
                whole(Key.STANDBY_REPLICAS, value),
                value.apply(Key.GROUP_PROTOCOL),
                whole(Key.AREA_PARTITIONS, value),
                whole(Key.REPLICATION_FACTOR, value),
                Duration.ofMillis(whole(Key.COMMIT_INTERVAL_MS, value)),
                Duration.ofMillis(whole(Key.CLOCK_INTERVAL_MS, value)),
                Duration.ofMillis(whole(Key.DELIVERY_SETTLING_MS, value)),
                value.apply(Key.HTTP_HOST),
                whole(Key.HTTP_PORT, value),
                client);
    }

    /**
     * Reads a properties file.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public static Properties readFile(Path file) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("settings file " + file + " cannot be read: " + e.getMessage(), e);
        }
        return properties;
    }

    /** The settings one a line, secrets masked: for the log at start. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append("bootstrap.servers=").append(bootstrapServers);
        text.append(" registry.url=").append(registryUrl.replaceAll("//[^/@,]*@", "//****@"));
        text.append(" application.id=").append(applicationId);
        text.append(" state.dir=").append(stateDir);
        text.append(" threads=").append(threads);
        text.append(" standby.replicas=").append(standbyReplicas);
        text.append(" group.protocol=").append(groupProtocol);
        text.append(" area.partitions=").append(areaPartitions);
        text.append(" replication.factor=").append(replicationFactor);
        text.append(" commit.interval.ms=").append(commitInterval.toMillis());
        text.append(" clock.interval.ms=").append(clockInterval.toMillis());
        text.append(" delivery.settling.ms=").append(deliverySettling.toMillis());
        text.append(" http=").append(httpHost).append(':').append(httpPort);
        new TreeMap<>(client)
                .forEach((name, value) ->
                        text.append(" kafka.").append(name).append('=').append(isSecret(name) ? "****" : value));
        return text.toString();
    }

    private static boolean isSecret(String name) {
        return name.contains("password") || name.contains("jaas") || name.contains("secret") || name.contains("key");
    }

    private static int whole(Key key, Function<Key, String> value) {
        String text = value.apply(key);
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key.key + " must be a whole number, is " + text, e);
        }
    }

    private static void requireKnown(String name) {
        for (Key key : Key.values()) {
            if (key.key.equals(name)) {
                return;
            }
        }
        throw new IllegalArgumentException(
                "no setting is called " + name + " (Kafka client settings begin with " + CLIENT_PREFIX + ")");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
