package io.gridclear.bridge.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.TestBook;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaBookSourceTest {

    private static final TopicPartition PARTITION = new TopicPartition(TopicCatalogue.BOOK.name(), 0);

    private final MockConsumer<String, BookEntry> follower = new MockConsumer<>("earliest");
    private final MockConsumer<String, BookEntry> reader = new MockConsumer<>("earliest");
    private final KafkaBookSource source = new KafkaBookSource(follower, reader);
    private final List<io.gridclear.market.book.BookEntry> log = new ArrayList<>();

    private void fill(MockConsumer<String, BookEntry> consumer) {
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) log.size()));
        for (int offset = 0; offset < log.size(); offset++) {
            consumer.addRecord(new ConsumerRecord<>(
                    PARTITION.topic(),
                    0,
                    offset,
                    log.get(offset).position().area(),
                    BookEntryRecords.toRecord(log.get(offset))));
        }
    }

    @Test
    void itNotesWherePeriodsBeginAndReadsOneAgain() {
        TestBook first = TestBook.of("a", 900_000_000L, 4, 1);
        TestBook second = TestBook.of("b", 900_000_000L, 2, 2);
        log.addAll(first.entries());
        log.addAll(second.entries());
        source.follow(Map.of(0, 0L));
        fill(follower);
        BookIndex index = new BookIndex();
        assertThat(source.isAtEnd(0)).isFalse();
        source.scan(index, 0);
        assertThat(source.isAtEnd(0)).isTrue();
        assertThat(source.position(0)).isEqualTo(log.size());
        assertThat(index.find(0, "a", 900_000_000L)).hasValue(0);
        assertThat(index.find(0, "b", 900_000_000L)).hasValue(first.entries().size());
        assertThat(index.find(1, "b", 900_000_000L)).isEmpty();

        reader.schedulePollTask(() -> fill(reader));
        reader.updateBeginningOffsets(Map.of(PARTITION, 0L));
        reader.updateEndOffsets(Map.of(PARTITION, (long) log.size()));
        List<io.gridclear.market.book.BookEntry> read = new ArrayList<>();
        source.read(0, first.entries().size(), entry -> {
            read.add(entry);
            return read.size() < 3;
        });
        assertThat(read).isEqualTo(second.entries().subList(0, 3));
    }

    @Test
    void aPeriodThatIsDoneNeedsNoPlace() {
        BookIndex index = new BookIndex();
        index.opened(0, 10, "a", 900_000);
        index.opened(0, 20, "a", 1_800_000);
        index.opened(0, 30, "b", 900_000);
        assertThat(index.lowest(0, 99)).isEqualTo(10);
        index.done(0, "a", 900_000, 900_000);
        assertThat(index.lowest(0, 99)).isEqualTo(20);
        index.done(0, "a", 1_800_000, 900_000);
        index.done(0, "b", 900_000, 900_000);
        assertThat(index.lowest(0, 99)).isEqualTo(99);
        assertThat(index.lowest(1, 5)).isEqualTo(5);
    }

    @Test
    void aPeriodThatManyHaveOvertakenWasClearedBefore() {
        BookIndex index = new BookIndex();
        index.opened(0, 10, "a", 900_000);
        index.opened(0, 11, "a", 18 * 900_000L);
        index.done(0, "a", 17 * 900_000L, 900_000);
        assertThat(index.find(0, "a", 900_000)).as("overtaken by 16").hasValue(10);
        index.done(0, "a", 18 * 900_000L, 900_000);
        assertThat(index.find(0, "a", 900_000)).isEmpty();
    }
}
