package io.gridclear.bridge.app;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes the Kafka clients of bridge and agent. */
final class KafkaClients {

    /** A killed member's partitions go to another after this. */
    /**
     * A broker answers a connection's requests in turn: asking for a partition's end, or going back in it, waits until a fetch
     * that found nothing has waited, half a second by default.
     */
    private static final int MOST_FETCH_WAIT_MS = 20;

    private static final int SESSION_TIMEOUT_MS = 10_000;

    /** A clearing waits for the ledger in memory: what one poll brings is no measure of the work. */
    private static final int MOST_POLLED = 64;

    /**
     * A batch is one transaction from its first chunk on; reading the largest takes half a minute. A bridge that is killed
     * in it and does not come back holds readers up for so long.
     */
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    private final String bootstrapServers;
    private final Map<String, String> client;
    private final ContractSerdes serdes;

    KafkaClients(String bootstrapServers, Map<String, String> client, ContractSerdes serdes) {
        this.bootstrapServers = bootstrapServers;
        this.client = client;
        this.serdes = serdes;
    }

    ContractSerdes serdes() {
        return serdes;
    }

    /**
     * A member of a group that takes its partitions as they come and commits with its transactions.
     *
     * @param instanceId a member that comes back under its name gets what the killed one had, without waiting for its session
     */
    <T extends SpecificRecord> Consumer<String, T> member(String groupId, String instanceId, TopicContract<T> topic) {
        Map<String, Object> configs = consumer();
        configs.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        configs.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
        configs.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        configs.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 3);
        configs.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_POLLED);
        configs.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return new KafkaConsumer<>(configs, new StringDeserializer(), serdes.deserializer(topic));
    }

    /** A reader that is told its partitions and commits under a name of its own, if it commits. */
    <T extends SpecificRecord> Consumer<String, T> reader(String groupId, TopicContract<T> topic) {
        return reader(groupId, serdes.deserializer(topic));
    }

    /** As {@link #reader(String, TopicContract)}, for bytes as they came. */
    Consumer<String, byte[]> bytesReader(String groupId) {
        return reader(groupId, new ByteArrayDeserializer());
    }

    private <T> Consumer<String, T> reader(String groupId, Deserializer<T> values) {
        Map<String, Object> configs = consumer();
        configs.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        configs.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, MOST_FETCH_WAIT_MS);
        return new KafkaConsumer<>(configs, new StringDeserializer(), values);
    }

    private Map<String, Object> consumer() {
        Map<String, Object> configs = new HashMap<>(client);
        configs.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configs.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return configs;
    }

    /** A transactional producer. */
    Producer<String, byte[]> producer(String transactionalId) {
        Map<String, Object> configs = new HashMap<>(client);
        configs.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        configs.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        configs.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        configs.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCatalogue.MAX_BATCH_BYTES);
        // every client library reads gzip; orders shrink to a third, hashes not at all
        configs.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        return new KafkaProducer<>(configs, new StringSerializer(), new ByteArraySerializer());
    }
}
