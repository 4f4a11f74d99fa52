package io.gridclear.ops.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicTailTest {

    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.NONE.name());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final TopicTail tail = new TopicTail(
            consumer, new RecordJson(new ContractSerdes(FixedSchemaLookup.ofCatalogue()).genericDeserializer()), out);

    TopicTailTest() {
        consumer.updateBeginningOffsets(Map.of(FIRST, 10L, SECOND, 20L));
        consumer.updateEndOffsets(Map.of(FIRST, 12L, SECOND, 21L));
    }

    @Test
    void fromTheBeginningItShowsWhatIsThereAndStopsAfterASilence() throws IOException {
        consumer.schedulePollTask(() -> add(FIRST, 10, 11));
        consumer.schedulePollTask(() -> add(SECOND, 20));

        long records = tail.run(List.of(FIRST, SECOND), true, new TopicTail.Until(Long.MAX_VALUE, SHORT));

        assertThat(records).isEqualTo(3);
        assertThat(offsets()).containsExactly("0:10", "0:11", "1:20");
    }

    @Test
    void fromTheEndItShowsOnlyWhatComes() throws IOException {
        consumer.schedulePollTask(() -> add(FIRST, 10, 11, 12));

        tail.run(List.of(FIRST), false, new TopicTail.Until(Long.MAX_VALUE, SHORT));

        assertThat(offsets()).containsExactly("0:12");
    }

    @Test
    void stopsAtTheMaximumWithinABatch() throws IOException {
        consumer.schedulePollTask(() -> add(FIRST, 10, 11));

        long records = tail.run(List.of(FIRST), true, new TopicTail.Until(1, TopicTail.Until.FOREVER.silence()));

        assertThat(records).isEqualTo(1);
        assertThat(offsets()).containsExactly("0:10");
    }

    @Test
    void readsOnlyThePartitionsItIsGiven() throws IOException {
        consumer.schedulePollTask(() -> add(SECOND, 20));

        tail.run(List.of(SECOND), true, new TopicTail.Until(1, TopicTail.Until.FOREVER.silence()));

        assertThat(consumer.assignment()).containsExactly(SECOND);
    }

    private void add(TopicPartition partition, long... offsets) {
        for (long offset : offsets) {
            consumer.addRecord(
                    new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], null));
        }
    }

    private List<String> offsets() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceAll(".*\"partition\":(\\d+),\"offset\":(\\d+).*", "$1:$2"))
                .toList();
    }
}
