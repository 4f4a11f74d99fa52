package io.gridclear.bridge.agent;

import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The usage points by a consumer that commits nothing and begins at the beginning. */
public final class KafkaPointSource implements PointSource {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaPointSource.class);
    private static final long PATIENCE_MS = 60_000;

    private final Consumer<String, byte[]> consumer;
    private final Deserializer<UsagePoint> deserializer;

    /**
     * The topic by a consumer, which it closes.
     *
     * @param consumer gives the bytes as they came: others write this topic, and what cannot be read registers nobody
     */
    public KafkaPointSource(Consumer<String, byte[]> consumer, Deserializer<UsagePoint> deserializer) {
        this.consumer = consumer;
        this.deserializer = deserializer;
        List<TopicPartition> partitions = consumer.partitionsFor(TopicCatalogue.POINTS.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    @Override
    public void readToEnd(Sink sink) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long lastProgress = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<String, byte[]> records = consumer.poll(Duration.ofMillis(200));
            records.forEach(record -> take(record, sink));
            long now = System.nanoTime();
            if (!records.isEmpty()) {
                lastProgress = now;
            } else if (now - lastProgress > Duration.ofMillis(PATIENCE_MS).toNanos()) {
                throw new TimeoutException("the usage points do not come within " + PATIENCE_MS + " ms");
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record, Sink sink) {
        if (record.value() == null) {
            return; // a deregistered point's orders were checked by what it was
        }
        UsagePoint point;
        try {
            point = deserializer.deserialize(record.topic(), record.value());
        } catch (UndecodableRecordException e) {
            LOG.debug("{}-{}@{}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return;
        }
        // intake takes a registration under its own key only
        if (point.getUsagePointMrid().equals(record.key())) {
            sink.registered(point, record.timestamp());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
