package io.gridclear.bridge.book;

import io.gridclear.records.BookEntryRecords;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The book by two consumers: one follows all partitions and notes where periods begin, the other goes back to read one
 * period. Both must be configured to read committed records, to start at the earliest where an offset is gone, and to
 * commit nothing.
 */
public final class KafkaBookSource implements BookSource {

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * A reading that gets nothing for so long although the log goes on has lost its broker: the world's failure, met where
     * all of them are.
     */
    private static final long PATIENCE_MS = 60_000;

    private final Consumer<String, BookEntry> follower;
    private final Consumer<String, BookEntry> reader;

    /**
     * The topic by two consumers, which it closes.
     *
     * @param follower follows the partitions
     * @param reader reads single periods
     */
    public KafkaBookSource(Consumer<String, BookEntry> follower, Consumer<String, BookEntry> reader) {
        this.follower = follower;
        this.reader = reader;
    }

    @Override
    public void follow(Map<Integer, Long> from) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        from.forEach((partition, offset) -> offsets.put(topicPartition(partition), offset));
        follower.assign(offsets.keySet());
        offsets.forEach(follower::seek);
    }

    @Override
    public void scan(Openings openings, long mostMs) {
        if (follower.assignment().isEmpty()) {
            return;
        }
        for (ConsumerRecord<String, BookEntry> record : follower.poll(Duration.ofMillis(mostMs))) {
            BookEntry entry = record.value();
            if (entry.getKind() == BookEntryKind.PERIOD_OPENED) {
                openings.opened(
                        record.partition(),
                        record.offset(),
                        entry.getAreaMrid(),
                        entry.getPeriodStart().toEpochMilli());
            }
        }
    }

    @Override
    public boolean isAtEnd(int partition) {
        TopicPartition followed = topicPartition(partition);
        return follower.position(followed) >= end(follower, followed);
    }

    @Override
    public long position(int partition) {
        return follower.position(topicPartition(partition));
    }

    @Override
    public void read(int partition, long fromOffset, Visitor visitor) {
        TopicPartition read = topicPartition(partition);
        reader.assign(List.of(read));
        reader.seek(read, fromOffset);
        long end = end(reader, read);
        long lastProgress = System.nanoTime();
        while (reader.position(read) < end) {
            ConsumerRecords<String, BookEntry> records = reader.poll(POLL);
            for (ConsumerRecord<String, BookEntry> record : records) {
                if (!visitor.visit(BookEntryRecords.toEntry(record.value()))) {
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

    private static TopicPartition topicPartition(int partition) {
        return new TopicPartition(TopicCatalogue.BOOK.name(), partition);
    }

    @Override
    public void close() {
        follower.close();
        reader.close();
    }
}
