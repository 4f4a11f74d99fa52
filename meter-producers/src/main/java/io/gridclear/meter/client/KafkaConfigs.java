package io.gridclear.meter.client;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the client tells Kafka's own clients. */
final class KafkaConfigs {
    /** Reconnects wait up to a second: a fleet of gateways must not hammer a broker that comes back. */
    private static final long RECONNECT_BACKOFF_MAX_MS = 1_000;

    /** Room for {@link FleetClientSettings#MOST_IN_FLIGHT} records of 600 bytes. */
    private static final long BUFFER_BYTES = 64L << 20;

    /**
     * A day. A fleet that bids once per quarter of an hour must not lose the topic's partitions in between (they
     * are forgotten after five idle minutes by default), or each first bid would wait for them.
     */
    private static final long METADATA_IDLE_MS = 24L * 3600 * 1000;

    /** Rejections come in bursts of a whole area; a thousand at a time keeps the listener's share of a poll small. */
    private static final int MAX_POLL_RECORDS = 1_000;

    private KafkaConfigs() {}

    /**
     * Idempotent, acknowledged by all in-sync replicas, retried until the delivery timeout: a bid is neither lost
     * nor doubled nor overtaken by its own revision.
     */
    static Map<String, Object> producer(FleetClientSettings settings) {
        Map<String, Object> configs = common(settings);
        configs.put(ProducerConfig.ACKS_CONFIG, "all");
        configs.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        configs.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, settings.timeouts().deliveryMs());
        configs.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) settings.timeouts().submitMs());
        configs.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        configs.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_IDLE_MS);
        configs.put(ProducerConfig.LINGER_MS_CONFIG, (long) settings.batching().lingerMs());
        configs.put(ProducerConfig.BATCH_SIZE_CONFIG, settings.batching().batchBytes());
        configs.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.batching().compression());
        configs.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        configs.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return configs;
    }

    /** No group: the client assigns itself all partitions and keeps no offsets. */
    static Map<String, Object> consumer(FleetClientSettings settings) {
        Map<String, Object> configs = common(settings);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        configs.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        configs.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        configs.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return configs;
    }

    private static Map<String, Object> common(FleetClientSettings settings) {
        Map<String, Object> configs = new HashMap<>(settings.security());
        configs.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        configs.put(ProducerConfig.CLIENT_ID_CONFIG, settings.clientId());
        configs.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, FleetClientSettings.REQUEST_TIMEOUT_MS);
        configs.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_BACKOFF_MAX_MS);
        return configs;
    }
}
