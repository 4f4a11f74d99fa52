package io.gridclear.bridge.book;

import io.gridclear.records.BookEntryRecords;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The book's topic: one consumer follows all partitions and notes where periods begin, the other goes back to read one. */
public final class KafkaBookSource implements BookSource {

    private final KafkaLog<BookEntry> log;

    /**
     * The topic by two consumers, which it closes; see {@link KafkaLog} for what they must be.
     *
     * @param follower follows the partitions
     * @param reader reads single periods
     */
    public KafkaBookSource(Consumer<String, BookEntry> follower, Consumer<String, BookEntry> reader) {
        log = new KafkaLog<>(TopicCatalogue.BOOK.name(), follower, reader);
    }

    @Override
    public void follow(Map<Integer, Long> from) {
        log.follow(from);
    }

    @Override
    public void scan(Openings openings, long mostMs) {
        for (ConsumerRecord<String, BookEntry> record : log.scan(mostMs)) {
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
        return log.isAtEnd(partition);
    }

    @Override
    public long position(int partition) {
        return log.position(partition);
    }

    @Override
    public void read(int partition, long fromOffset, Visitor visitor) {
        log.read(partition, fromOffset, record -> visitor.visit(BookEntryRecords.toEntry(record.value())));
    }

    @Override
    public void close() {
        log.close();
    }
}
