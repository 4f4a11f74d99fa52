package io.gridclear.tests.support;

import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads whole topics, read committed, from the first record to where the log ends at the moment of the call. */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final Admin admin;
    private final RegistrySchemaLookup lookup;
    private final ContractSerdes serdes;

    public TopicReader(TestCluster cluster) {
        this.bootstrapServers = cluster.bootstrapServers();
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.lookup = new RegistrySchemaLookup(cluster.registryUrl());
        this.serdes = new ContractSerdes(lookup);
    }

    /** All records of a topic, decoded, by partition and offset. */
    public <T extends SpecificRecord> List<TopicRecord<T>> readAll(TopicContract<T> topic) {
        return read(topic.name(), serdes.deserializer(topic));
    }

    /** All records of a topic as bytes, by partition and offset. */
    public List<TopicRecord<byte[]>> readAllBytes(String topic) {
        return read(topic, new ByteArrayDeserializer());
    }

    /** Sum of the offsets up to which a topic's partitions are committed: cheap to ask, for conditions. */
    public long committedEnd(String topic) {
        return end(topic, IsolationLevel.READ_COMMITTED);
    }

    /** Sum of the offsets up to which a topic's partitions are written, committed or not. */
    public long writtenEnd(String topic) {
        return end(topic, IsolationLevel.READ_UNCOMMITTED);
    }

    private long end(String topic, IsolationLevel isolation) {
        try {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (TopicDescription description :
                    admin.describeTopics(List.of(topic)).allTopicNames().get().values()) {
                description
                        .partitions()
                        .forEach(info -> latest.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest()));
            }
            return admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new ClusterFailure("cannot ask for the end of " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterFailure("interrupted while asking for the end of " + topic, e);
        }
    }

    private <T> List<TopicRecord<T>> read(String topic, Deserializer<T> values) {
        List<TopicRecord<T>> records = new ArrayList<>();
        long deadlineNs = System.nanoTime() + ClusterFailure.PATIENCE.toNanos();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadlineNs) {
                    throw new ClusterFailure(
                            "read " + records.size() + " records of " + topic + ", not to " + ends, null);
                }
                for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
                    Long end = ends.get(new TopicPartition(topic, polled.partition()));
                    if (end != null && polled.offset() < end) {
                        records.add(decoded(polled, values));
                    }
                }
            }
        }
        records.sort(
                Comparator.<TopicRecord<T>>comparingInt(TopicRecord::partition).thenComparingLong(TopicRecord::offset));
        return records;
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static <T> TopicRecord<T> decoded(ConsumerRecord<byte[], byte[]> polled, Deserializer<T> values) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : polled.headers()) {
            headers.put(header.key(), String.valueOf(text(header.value())));
        }
        return new TopicRecord<>(
                polled.topic(),
                polled.partition(),
                polled.offset(),
                text(polled.key()),
                values.deserialize(polled.topic(), polled.value()),
                headers);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        admin.close();
        lookup.close();
    }
}
