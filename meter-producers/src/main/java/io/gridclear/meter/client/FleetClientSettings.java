package io.gridclear.meter.client;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything a {@link FleetClient} is told. Checked; {@code toString} masks secrets.
 *
 * @param bootstrapServers brokers, {@code host:port,host:port}
 * @param registryUrls addresses of the schema registry, at least one
 * @param clientId name in the brokers' logs, metrics and quotas
 * @param security Kafka client settings for TLS and SASL ({@code security.*}, {@code sasl.*}, {@code ssl.*}) and
 *     nothing else; the rest is the client's own business
 * @param registrySecurity settings of Confluent's registry client for credentials and TLS
 * @param maxInFlight records that may be under way at once, 1 to {@value #MOST_IN_FLIGHT}
 * @param timeouts how long it waits for what
 * @param batching how it trades latency for throughput
 */
public record FleetClientSettings(
        String bootstrapServers,
        List<String> registryUrls,
        String clientId,
        Map<String, String> security,
        Map<String, String> registrySecurity,
        int maxInFlight,
        Timeouts timeouts,
        Batching batching) {
    /**
     * 50,000 records of about 300 bytes are 15 MB, half of the producer's buffer (32 MiB): the client's own bound
     * is met first, and its answer is a value instead of an exception from within Kafka.
     */
    public static final int DEFAULT_MAX_IN_FLIGHT = 50_000;

    /** A record takes at most about 600 bytes, so that even this many fit into a buffer of 64 MiB. */
    public static final int MOST_IN_FLIGHT = 100_000;

    /** A request to a broker is given up after this time and repeated, milliseconds. */
    static final int REQUEST_TIMEOUT_MS = 5_000;

    private static final List<String> SECURITY_PREFIXES = List.of("security.", "sasl.", "ssl.");
    private static final Set<String> HARMLESS = Set.of("security.protocol", "sasl.mechanism");

    /** @throws IllegalArgumentException naming the setting that is wrong and what it may be */
    public FleetClientSettings {
        require(!bootstrapServers.isBlank(), "bootstrapServers must name a broker as host:port");
        require(!registryUrls.isEmpty(), "registryUrls must name a schema registry");
        require(!clientId.isBlank(), "clientId must not be empty");
        for (String key : security.keySet()) {
            require(
                    SECURITY_PREFIXES.stream().anyMatch(key::startsWith),
                    "security takes settings that start with " + SECURITY_PREFIXES + ", not " + key);
        }
        require(
                maxInFlight > 0 && maxInFlight <= MOST_IN_FLIGHT,
                "maxInFlight must be 1 to " + MOST_IN_FLIGHT + ", was " + maxInFlight);
        require(
                timeouts.deliveryMs() >= REQUEST_TIMEOUT_MS + batching.lingerMs(),
                "deliveryMs must be at least lingerMs and a request of " + REQUEST_TIMEOUT_MS + " ms, was "
                        + timeouts.deliveryMs());
        registryUrls = List.copyOf(registryUrls);
        security = Map.copyOf(security);
        registrySecurity = Map.copyOf(registrySecurity);
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * How long the client waits, all in milliseconds.
     *
     * @param submitMs how long a submission waits for room before it comes back as busy; at least 100, since the
     *     first record to a topic may have to wait for the topic's partitions
     * @param deliveryMs how long the client tries to deliver a record, longer than a request
     * @param connectMs how long opening the client may take to find broker and topics
     * @param closeMs how long closing waits for records that are under way
     */
    public record Timeouts(int submitMs, int deliveryMs, int connectMs, int closeMs) {
        /** Half a minute to deliver: a broker's failover (about 9 s) three times over. */
        public static final Timeouts DEFAULT = new Timeouts(5_000, 30_000, 15_000, 30_000);

        /** @throws IllegalArgumentException naming the bound that is broken */
        public Timeouts {
            require(submitMs >= 100, "submitMs must be at least 100, was " + submitMs);
            require(connectMs > 0, "connectMs must be positive, was " + connectMs);
            require(closeMs >= 0, "closeMs must not be negative, was " + closeMs);
        }
    }

    /**
     * How records are gathered on their way.
     *
     * @param lingerMs how long a batch waits for company, &gt;= 0
     * @param batchBytes size at which a batch leaves at once, 1 to 1 MiB, which is what brokers take
     * @param compression {@code none}, {@code lz4}, {@code zstd}, {@code gzip} or {@code snappy}
     */
    public record Batching(int lingerMs, int batchBytes, String compression) {
        private static final int MAX_BATCH_BYTES = 1 << 20;
        private static final List<String> COMPRESSIONS = List.of("none", "lz4", "zstd", "gzip", "snappy");

        /**
         * Bids wait minutes for their gate: 20 ms of company cost nothing and fill the batches. No compression, so
         * that every client reads the topics without a codec. Half of a signed bid is its signature, which does not
         * compress: 600,000 of them take 0.6 s of processor time (client and broker together) and 90 MB, with lz4
         * 0.9 s and 61 MB, zstd 1.7 s and 56 MB, gzip 2.7 s and 56 MB. Where the line is narrow, zstd.
         */
        public static final Batching DEFAULT = new Batching(20, 128 * 1024, "none");

        /** @throws IllegalArgumentException naming the bound that is broken */
        public Batching {
            require(lingerMs >= 0, "lingerMs must not be negative, was " + lingerMs);
            require(
                    batchBytes > 0 && batchBytes <= MAX_BATCH_BYTES,
                    "batchBytes must be 1 to " + MAX_BATCH_BYTES + ", was " + batchBytes);
            require(
                    COMPRESSIONS.contains(compression),
                    "compression must be one of " + COMPRESSIONS + ", was " + compression);
        }
    }

    /** Defaults for a cluster without authentication. */
    public static FleetClientSettings of(String bootstrapServers, String registryUrl) {
        return new FleetClientSettings(
                bootstrapServers,
                List.of(registryUrl),
                "gridclear-fleet",
                Map.of(),
                Map.of(),
                DEFAULT_MAX_IN_FLIGHT,
                Timeouts.DEFAULT,
                Batching.DEFAULT);
    }

    /** The same under another name. */
    public FleetClientSettings withClientId(String other) {
        return new FleetClientSettings(
                bootstrapServers, registryUrls, other, security, registrySecurity, maxInFlight, timeouts, batching);
    }

    /** The same with credentials for brokers and registry. */
    public FleetClientSettings withSecurity(Map<String, String> brokers, Map<String, String> registry) {
        return new FleetClientSettings(
                bootstrapServers, registryUrls, clientId, brokers, registry, maxInFlight, timeouts, batching);
    }

    /** The same with another bound on records under way. */
    public FleetClientSettings withMaxInFlight(int other) {
        return new FleetClientSettings(
                bootstrapServers, registryUrls, clientId, security, registrySecurity, other, timeouts, batching);
    }

    /** The same with other bounds on waiting. */
    public FleetClientSettings withTimeouts(Timeouts other) {
        return new FleetClientSettings(
                bootstrapServers, registryUrls, clientId, security, registrySecurity, maxInFlight, other, batching);
    }

    /** The same with other batches. */
    public FleetClientSettings withBatching(Batching other) {
        return new FleetClientSettings(
                bootstrapServers, registryUrls, clientId, security, registrySecurity, maxInFlight, timeouts, other);
    }

    @Override
    public String toString() {
        return "FleetClientSettings[bootstrapServers=" + bootstrapServers + ", registryUrls=" + registryUrls
                + ", clientId=" + clientId + ", security=" + masked(security) + ", registrySecurity="
                + masked(registrySecurity) + ", maxInFlight=" + maxInFlight + ", timeouts=" + timeouts
                + ", batching=" + batching + "]";
    }

    /** All but what is known to be harmless: a list of what is secret would miss the next one. */
    private static Map<String, String> masked(Map<String, String> settings) {
        Map<String, String> masked = new TreeMap<>();
        settings.forEach((key, value) -> masked.put(key, HARMLESS.contains(key) ? value : "***"));
        return masked;
    }
}
