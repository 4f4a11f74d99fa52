package io.gridclear.topology.app;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.errors.PoisonToDeadLetters;
import io.gridclear.topology.errors.SenderTimestamps;
import io.gridclear.topology.errors.UndecodableToDeadLetters;
import io.gridclear.topology.metrics.MarketMetrics;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka Streams configuration of the application. */
public final class StreamsProperties {

    private StreamsProperties() {}

    /** Configuration of an instance. */
    public static Properties of(StreamsSettings settings, MarketMetrics metrics) {
        Properties properties = tuning(settings);
        properties.putAll(settings.client());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbyReplicas());
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, settings.groupProtocol());
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
        properties.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                settings.commitInterval().toMillis());
        addCommon(properties, metrics);
        return properties;
    }

    /** What a site may set otherwise among its client settings. */
    private static Properties tuning(StreamsSettings settings) {
        Properties properties = new Properties();
        // the clock is asked between polls: a poll that waits for bids must not hold a tick up
        properties.put(StreamsConfig.POLL_MS_CONFIG, settings.clockInterval().toMillis());
        // a killed instance's transaction blocks readers of committed records until it times out
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 10_000);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
        if (settings.groupProtocol().equals("classic")) {
            // an instance that is killed gives up its tasks after this, and the others go on; under the streams
            // protocol
            // the broker sets both, and the client must not
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
            properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000);
        }
        return properties;
    }

    /**
     * The part of the configuration that the topology's behaviour depends on, for a driver without a broker.
     *
     * @param stateDir where the stores live
     */
    public static Properties forTests(String applicationId, String stateDir, MarketMetrics metrics) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir);
        addCommon(properties, metrics);
        return properties;
    }

    private static void addCommon(Properties properties, MarketMetrics metrics) {
        properties.put(MarketMetrics.CONFIG, metrics);
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, SenderTimestamps.class);
        // a dead letter is larger than the record that it holds
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                TopicCatalogue.MAX_DEAD_LETTER_BATCH_BYTES);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UndecodableToDeadLetters.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, PoisonToDeadLetters.class);
        // the handler sees failures of the table of areas too; Kafka Streams deprecated the constant as it introduced
        // it
        properties.put("processing.exception.handler.global.enabled", true);
    }
}
