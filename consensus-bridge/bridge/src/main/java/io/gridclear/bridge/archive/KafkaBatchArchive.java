package io.gridclear.bridge.archive;

import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Utils;

/**
 * The batches by one consumer, which must read committed records, start at the earliest where an offset is gone, and commit
 * nothing. What it has fetched and nobody has looked at is kept for the next reading, which mostly goes on there.
 */
public final class KafkaBatchArchive implements BatchArchive {

    private static final Duration POLL = Duration.ofMillis(200);

    /** A reading that gets nothing for so long although the topic goes on has lost its broker. */
    private static final long PATIENCE_MS = 60_000;

    private final Consumer<String, ClearingBatch> consumer;
    private final ArrayDeque<ConsumerRecord<String, ClearingBatch>> fetched = new ArrayDeque<>();

    /** @param consumer closed with this */
    public KafkaBatchArchive(Consumer<String, ClearingBatch> consumer) {
        this.consumer = consumer;
    }

    @Override
    public int partitionOf(String area) {
        // as Kafka's own producers place a key
        int partitions = consumer.partitionsFor(TopicCatalogue.BATCHES.name()).size();
        return Utils.toPositive(Utils.murmur2(area.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    @Override
    public OptionalLong firstSince(int partition, long timeMs) {
        TopicPartition asked = topicPartition(partition);
        OffsetAndTimestamp found =
                consumer.offsetsForTimes(Map.of(asked, Math.max(0, timeMs))).get(asked);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
    }

    @Override
    public void read(int partition, long fromOffset, Visitor visitor) {
        TopicPartition read = topicPartition(partition);
        ConsumerRecord<String, ClearingBatch> first = fetched.peek();
        if (first == null || first.partition() != partition || first.offset() != fromOffset) {
            fetched.clear();
            if (!consumer.assignment().equals(Set.of(read))) {
                consumer.assign(List.of(read));
            }
            consumer.seek(read, fromOffset);
        }
        long end = end(read);
        long lastProgress = System.nanoTime();
        while (!fetched.isEmpty() || consumer.position(read) < end) {
            ConsumerRecord<String, ClearingBatch> record = fetched.poll();
            long now = System.nanoTime();
            if (record != null) {
                lastProgress = now;
                if (!visitor.visit(record.offset(), record.value())) {
                    return;
                }
                continue;
            }
            ConsumerRecords<String, ClearingBatch> records = consumer.poll(POLL);
            records.forEach(fetched::add);
            if (records.isEmpty()
                    && now - lastProgress > Duration.ofMillis(PATIENCE_MS).toNanos()) {
                throw new TimeoutException("nothing of " + read + " from offset " + consumer.position(read) + " within "
                        + PATIENCE_MS + " ms, although it goes on to " + end);
            }
        }
    }

    /** Under read_committed that is the end of what is committed. */
    private long end(TopicPartition partition) {
        Long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (end == null) {
            throw new TimeoutException("the end of " + partition + " is not known");
        }
        return end;
    }

    private static TopicPartition topicPartition(int partition) {
        return new TopicPartition(TopicCatalogue.BATCHES.name(), partition);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
