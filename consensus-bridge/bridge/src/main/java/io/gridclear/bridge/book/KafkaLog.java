package io.gridclear.bridge.book;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A log by two consumers: one follows partitions, the other goes back to read a stretch. Both must be configured to read
 * committed records, to start at the earliest where an offset is gone, and to commit nothing. Single-threaded.
 *
 * @param <R> type of its records
 */
public final class KafkaLog<R> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * A reading that gets nothing for so long although the log goes on has lost its broker: the world's failure, met where
     * all of them are.
     */
    private static final long PATIENCE_MS = 60_000;

    private final String topic;
    private final Consumer<String, R> follower;
    private final Consumer<String, R> reader;

    /**
     * A topic by two consumers, which it closes.
     *
     * @param follower follows the partitions
     * @param reader reads stretches
     */
    public KafkaLog(String topic, Consumer<String, R> follower, Consumer<String, R> reader) {
        this.topic = topic;
        this.follower = follower;
        this.reader = reader;
    }

    /** Follows these partitions from these offsets on and no others. */
    public void follow(Map<Integer, Long> from) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        from.forEach((partition, offset) -> offsets.put(topicPartition(partition), offset));
        follower.assign(offsets.keySet());
        offsets.forEach(follower::seek);
    }

    /** Records that are new since the last call, at most for {@code mostMs}. */
    public Iterable<ConsumerRecord<String, R>> scan(long mostMs) {
        return follower.assignment().isEmpty() ? List.of() : follower.poll(Duration.ofMillis(mostMs));
    }

    /** Whether everything was looked at that stands in a partition now. */
    public boolean isAtEnd(int partition) {
        TopicPartition followed = topicPartition(partition);
        return follower.position(followed) >= end(follower, followed);
    }

    /** Next offset to be looked at. */
    public long position(int partition) {
        return follower.position(topicPartition(partition));
    }

    /** Reads a partition from an offset on while the records are to be gone on with, or until the log ends. */
    public void read(int partition, long fromOffset, Predicate<ConsumerRecord<String, R>> visitor) {
        TopicPartition read = topicPartition(partition);
        reader.assign(List.of(read));
        reader.seek(read, fromOffset);
        long end = end(reader, read);
        long lastProgress = System.nanoTime();
        while (reader.position(read) < end) {
            ConsumerRecords<String, R> records = reader.poll(POLL);
            for (ConsumerRecord<String, R> record : records) {
                if (!visitor.test(record)) {
                    reader.unsubscribe();
                    return;
                }
            }
            long now = System.nanoTime();
            if (!records.isEmpty()) {
                lastProgress = now;
            } else if (now - lastProgress > Duration.ofMillis(PATIENCE_MS).toNanos()) {
                throw new TimeoutException("nothing of " + read + " from offset " + reader.position(read) + " within "
                        + PATIENCE_MS + " ms, although it goes on to " + end);
            }
        }
        reader.unsubscribe();
    }

    /** Under read_committed that is the end of what is committed. */
    private static long end(Consumer<?, ?> consumer, TopicPartition partition) {
        Long end = consumer.endOffsets(List.of(partition)).get(partition);
        if (end == null) {
            throw new TimeoutException("the end of " + partition + " is not known");
        }
        return end;
    }

    private TopicPartition topicPartition(int partition) {
        return new TopicPartition(topic, partition);
    }

    @Override
    public void close() {
        follower.close();
        reader.close();
    }
}
