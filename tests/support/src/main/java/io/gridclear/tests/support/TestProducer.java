package io.gridclear.tests.support;

import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to topics what others would: records of the catalogue, and bytes that are no record at all. */
public final class TestProducer implements AutoCloseable {
    /** One bid and its batch overhead are below 400 bytes: large books are sent in few requests. */
    private static final int BATCH_BYTES = 256 * 1024;

    private final RegistrySchemaLookup lookup;
    private final ContractSerdes serdes;
    private final Producer<byte[], byte[]> producer;
    private final Queue<Future<RecordMetadata>> underWay = new ConcurrentLinkedQueue<>();

    public TestProducer(TestCluster cluster) {
        this.lookup = new RegistrySchemaLookup(cluster.registryUrl());
        this.serdes = new ContractSerdes(lookup);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        BATCH_BYTES,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        // a test sends while its only broker is dead: a producer that starts anew from the addresses
                        // forgets which partitions there are, and every send waits a minute to fail
                        CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                        MetadataRecoveryStrategy.NONE.name),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a record of the catalogue; {@link #flush} says whether it arrived. */
    public <T extends SpecificRecord> void send(TopicContract<T> topic, String key, T value) {
        sendBytes(topic.name(), key, encoded(topic, value));
    }

    /** The bytes that {@link #send} would send. */
    public <T extends SpecificRecord> byte[] encoded(TopicContract<T> topic, T value) {
        return serdes.serializer(topic).serialize(topic.name(), value);
    }

    /** Sends bytes as they are. */
    public void sendBytes(String topic, String key, byte @Nullable [] value) {
        sendBytesAt(System.currentTimeMillis(), topic, key, value);
    }

    /** Sends bytes as they are, under a timestamp of the sender's choice, epoch milliseconds. */
    public void sendBytesAt(long timestampMs, String topic, String key, byte @Nullable [] value) {
        underWay.add(producer.send(
                new ProducerRecord<>(topic, null, timestampMs, key.getBytes(StandardCharsets.UTF_8), value)));
    }

    /**
     * Waits until everything that was sent is acknowledged by all in-sync copies.
     *
     * @throws ClusterFailure if a record was not
     */
    public void flush() {
        producer.flush();
        for (Future<RecordMetadata> sent = underWay.poll(); sent != null; sent = underWay.poll()) {
            try {
                sent.get();
            } catch (ExecutionException e) {
                throw new ClusterFailure("a record was not acknowledged", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClusterFailure("interrupted while waiting for acknowledgements", e);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
        lookup.close();
    }
}
