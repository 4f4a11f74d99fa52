package io.gridclear.ops.demo;

import io.gridclear.ops.topic.Found;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the market's topics from their beginning, committed records only, as any consumer would. Single-threaded. */
final class MarketReader implements AutoCloseable {

    /** Takes a record, where it stands, and the bytes that it was read from. */
    interface Sink {
        void take(Found<SpecificRecord> found, byte[] bytes);
    }

    private static final List<TopicContract<?>> TOPICS = List.of(
            TopicCatalogue.BOOK,
            TopicCatalogue.BID_REJECTIONS,
            TopicCatalogue.READINGS,
            TopicCatalogue.PERIOD_ENERGY,
            TopicCatalogue.TRADES,
            TopicCatalogue.ROUTES,
            TopicCatalogue.SETTLEMENT_INPUTS,
            TopicCatalogue.SETTLEMENT_LINES,
            TopicCatalogue.SETTLEMENT_RUNS,
            TopicCatalogue.CLEARINGS,
            TopicCatalogue.RECEIPTS);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, Deserializer<? extends SpecificRecord>> deserializers = new HashMap<>();
    private final Sink sink;

    MarketReader(String bootstrapServers, ContractSerdes serdes, Sink sink) {
        this.sink = sink;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        for (TopicContract<?> topic : TOPICS) {
            deserializers.put(topic.name(), serdes.deserializer(topic));
        }
        partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Takes what comes within a time. */
    void poll(Duration atMost) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(atMost)) {
            Deserializer<? extends SpecificRecord> deserializer = deserializers.get(record.topic());
            if (deserializer != null) {
                SpecificRecord value = deserializer.deserialize(record.topic(), record.value());
                sink.take(new Found<>(record.topic(), record.partition(), record.offset(), value), record.value());
            }
        }
    }

    /** Takes all that is committed now. */
    void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(Duration.ofMillis(100));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
