package io.gridclear.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The agent's topics by Kafka's own mock. */
class KafkaBatchSourceTest {

    private static final String BATCHES = TopicCatalogue.BATCHES.name();
    private static final TopicPartition PARTITION = new TopicPartition(BATCHES, 0);

    private static ClearingBatch part(int number) {
        byte[] payload = {(byte) number};
        return BatchRecords.chunk(ItemKey.initial("a", 0), number, 1, payload, new byte[32]);
    }

    /** Knows a committed offset, or else one by time: Kafka's mock forgets the one and has not the other. */
    private static MockConsumer<String, ClearingBatch> consumer(Long committed) {
        MockConsumer<String, ClearingBatch> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
                return committed == null ? Map.of() : Map.of(PARTITION, new OffsetAndMetadata(committed));
            }

            @Override
            public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                    Map<TopicPartition, Long> times) {
                assertThat(times).isEqualTo(Map.of(PARTITION, 4_000L));
                return Map.of(PARTITION, new OffsetAndTimestamp(2, 4_100));
            }
        };
        consumer.updatePartitions(BATCHES, List.of(new PartitionInfo(BATCHES, 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 3L));
        return consumer;
    }

    private static void fill(MockConsumer<String, ClearingBatch> consumer) {
        for (int offset = 0; offset < 3; offset++) {
            consumer.addRecord(new ConsumerRecord<>(BATCHES, 0, offset, "a", part(offset)));
        }
    }

    @Test
    void itGoesOnWhereItHasCommitted() {
        MockConsumer<String, ClearingBatch> follower = consumer(1L);
        KafkaBatchSource source = new KafkaBatchSource(follower, consumer(0L), 1_000, () -> 5_000);
        fill(follower);
        List<Integer> seen = new ArrayList<>();
        source.scan((place, part) -> seen.add(part.getChunk()), 0);
        assertThat(seen).containsExactly(1, 2);
        assertThat(source.positions()).isEqualTo(Map.of(0, 3L));
    }

    @Test
    void anAgentThatHasNeverRunLooksBackInTime() {
        MockConsumer<String, ClearingBatch> follower = consumer(null);
        KafkaBatchSource source = new KafkaBatchSource(follower, consumer(0L), 1_000, () -> 5_000);
        fill(follower);
        List<Integer> seen = new ArrayList<>();
        source.scan((place, part) -> seen.add(part.getChunk()), 0);
        assertThat(seen).containsExactly(2);
    }

    @Test
    void aPartIsReadAgainWhereverItStands() {
        MockConsumer<String, ClearingBatch> follower = consumer(0L);
        MockConsumer<String, ClearingBatch> reader = consumer(0L);
        KafkaBatchSource source = new KafkaBatchSource(follower, reader, 1_000, () -> 5_000);
        reader.schedulePollTask(() -> fill(reader));
        assertThat(source.read(new BatchSource.Place(0, 1)).getChunk()).isEqualTo(1);
        reader.schedulePollTask(() -> fill(reader));
        assertThat(source.read(new BatchSource.Place(0, 0)).getChunk()).isZero();
    }

    @Test
    void pointsAreReadToTheEndAndWhatRegistersNobodyIsPassedOver() {
        String topic = TopicCatalogue.POINTS.name();
        TopicPartition partition = new TopicPartition(topic, 0);
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, 4L));
        ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
        KafkaPointSource source = new KafkaPointSource(consumer, serdes.deserializer(TopicCatalogue.POINTS));
        UsagePoint point = TestBook.registration(1, "a");
        byte[] bytes = serdes.serializer(TopicCatalogue.POINTS).serialize(topic, point);
        consumer.addRecord(new ConsumerRecord<>(topic, 0, 0, point.getUsagePointMrid(), bytes));
        consumer.addRecord(new ConsumerRecord<>(topic, 0, 1, "another key", bytes));
        consumer.addRecord(new ConsumerRecord<>(topic, 0, 2, "garbage", new byte[] {1, 2, 3}));
        consumer.addRecord(new ConsumerRecord<>(topic, 0, 3, "tombstone", null));
        Registrations registrations = new Registrations();
        source.readToEnd(registrations);
        assertThat(registrations.of(point.getUsagePointMrid())).singleElement().satisfies(one -> {
            assertThat(one.participant()).isEqualTo("participant-1");
            assertThat(one.publicKey()).isEqualTo(TestBook.keys("point-1").publicKey());
        });
        assertThat(registrations.of("another key")).isEmpty();
    }
}
