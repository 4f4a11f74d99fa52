package io.gridclear.ops.topic;

import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.serde.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads stretches of topics, one after the other. Counts what it looks at. Single-threaded. */
public final class TopicScan implements RecordScan, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A reading that gets nothing for so long although the topic goes on has lost its broker. */
    private static final long PATIENCE_MS = 30_000;

    private final Consumer<byte[], byte[]> consumer;
    private final ContractSerdes serdes;
    private long looked;
    private long undecodable;

    /** @param consumer without a group, of committed records; closed with this */
    TopicScan(Consumer<byte[], byte[]> consumer, ContractSerdes serdes) {
        this.consumer = consumer;
        this.serdes = serdes;
    }

    /**
     * A scan of its own connection.
     *
     * @param clientConfigs brokers, credentials and time limits
     */
    public static TopicScan open(Map<String, Object> clientConfigs, ContractSerdes serdes) {
        Map<String, Object> configs = new HashMap<>(clientConfigs);
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        configs.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new TopicScan(
                new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer()), serdes);
    }

    /**
     * Reads a stretch up to where its partitions end now. Records of a partition come in their order. What has no value, or
     * none that decodes, is passed over; the latter is counted.
     *
     * @param visitor takes each record; whether to go on
     * @return how many records were looked at
     * @throws UnknownTopicOrPartitionException if there is no such topic
     * @throws TimeoutException if the brokers do not answer
     */
    @Override
    public <T extends SpecificRecord> long read(TopicContract<T> topic, Stretch stretch, Predicate<Found<T>> visitor) {
        long before = looked;
        Map<TopicPartition, Long> ends = place(topic.name(), stretch);
        Deserializer<T> deserializer = serdes.deserializer(topic);
        long lastProgress = System.nanoTime();
        while (!ends.isEmpty()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                Long end = ends.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end && !visit(record, deserializer, visitor)) {
                    return looked - before;
                }
            }
            ends.entrySet().removeIf(partition -> consumer.position(partition.getKey()) >= partition.getValue());
            long now = System.nanoTime();
            if (!records.isEmpty()) {
                lastProgress = now;
            } else if (now - lastProgress > Duration.ofMillis(PATIENCE_MS).toNanos()) {
                throw new TimeoutException(
                        "nothing of " + ends.keySet() + " within " + PATIENCE_MS + " ms, although they go on");
            }
        }
        return looked - before;
    }

    private <T extends SpecificRecord> boolean visit(
            ConsumerRecord<byte[], byte[]> record, Deserializer<T> deserializer, Predicate<Found<T>> visitor) {
        looked++;
        T value;
        try {
            value = deserializer.deserialize(record.topic(), record.value());
        } catch (UndecodableRecordException e) {
            undecodable++;
            return true;
        }
        return value == null || visitor.test(new Found<>(record.topic(), record.partition(), record.offset(), value));
    }

    /** Goes to where the stretch begins. Returns where its partitions end; those of which nothing is to be read are left out. */
    private Map<TopicPartition, Long> place(String topic, Stretch stretch) {
        List<TopicPartition> partitions = partitions(topic, stretch);
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        if (stretch.fromMs() == 0) {
            consumer.seekToBeginning(partitions);
        } else {
            Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(partitions.stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> stretch.fromMs())));
            for (TopicPartition partition : partitions) {
                OffsetAndTimestamp begin = begins.get(partition);
                if (begin == null) {
                    ends.remove(partition);
                    consumer.seekToEnd(List.of(partition));
                } else {
                    consumer.seek(partition, begin.offset());
                }
            }
        }
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        return ends;
    }

    private List<TopicPartition> partitions(String topic, Stretch stretch) {
        List<PartitionInfo> infos = consumer.partitionsFor(topic);
        if (infos == null || infos.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + topic);
        }
        if (stretch.key() != null) {
            byte[] key = stretch.key().getBytes(StandardCharsets.UTF_8);
            return List.of(new TopicPartition(topic, BuiltInPartitioner.partitionForKey(key, infos.size())));
        }
        return infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** How many records do not decode, over all readings. */
    public long undecodable() {
        return undecodable;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
