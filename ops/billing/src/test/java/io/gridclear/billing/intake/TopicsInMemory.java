package io.gridclear.billing.intake;

import io.gridclear.billing.Rows;
import io.gridclear.billing.database.BillingDatabase;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The topics that billing reads, one partition each, and consumers that read them from where they are told. */
final class TopicsInMemory {

    static final TopicPartition LINES = new TopicPartition(TopicCatalogue.SETTLEMENT_LINES.name(), 0);

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final Map<TopicPartition, List<byte @Nullable []>> records = new LinkedHashMap<>();

    TopicsInMemory() {
        RecordIntake.TOPICS.forEach(topic -> records.put(new TopicPartition(topic, 0), new ArrayList<>()));
    }

    <T extends SpecificRecord> void publish(TopicContract<T> topic, T record) {
        publish(topic.name(), serdes.serializer(topic).serialize(topic.name(), record));
    }

    void publish(String topic, byte @Nullable [] value) {
        records.getOrDefault(new TopicPartition(topic, 0), List.of()).add(value);
    }

    /** These are other topics than those the database was filled from before. */
    void forget(BillingDatabase database) {
        try {
            database.migrate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Rows.change(database, "delete from billing.consumer_offset");
    }

    /** A consumer with all partitions. */
    Reading reader(BillingDatabase database) {
        return new Reading(database);
    }

    /** Says where it stands in partitions that brought nothing too, as a consumer does after a fetch that found none. */
    private static final class NamingEveryPosition extends MockConsumer<byte[], byte[]> {

        NamingEveryPosition() {
            super("none");
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecords<byte[], byte[]> found = super.poll(timeout);
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(found.nextOffsets());
            for (TopicPartition partition : assignment()) {
                if (!paused().contains(partition)) {
                    next.put(partition, new OffsetAndMetadata(position(partition)));
                }
            }
            return new ConsumerRecords<>(
                    found.partitions().stream().collect(Collectors.toMap(each -> each, found::records)), next);
        }
    }

    /** One consumer's way through the topics. */
    final class Reading implements AutoCloseable {
        private final BillingConsumer billing;
        private final MockConsumer<byte[], byte[]> kafka;
        private long nowMs = 1_000;

        private Reading(BillingDatabase database) {
            kafka = new NamingEveryPosition();
            billing = new BillingConsumer(kafka, serdes, database, BillingMetrics.none(), () -> nowMs);
            kafka.updateBeginningOffsets(
                    records.keySet().stream().collect(Collectors.toMap(partition -> partition, partition -> 0L)));
            kafka.rebalance(records.keySet());
        }

        /** One turn over what is new in the topics; time goes on past any pause. */
        boolean turn() {
            nowMs += 60_000;
            for (Map.Entry<TopicPartition, List<byte @Nullable []>> topic : records.entrySet()) {
                TopicPartition partition = topic.getKey();
                if (kafka.paused().contains(partition)) {
                    continue;
                }
                for (long offset = kafka.position(partition);
                        offset < topic.getValue().size();
                        offset++) {
                    byte @Nullable [] value = topic.getValue().get(Math.toIntExact(offset));
                    kafka.addRecord(new ConsumerRecord<>(
                            partition.topic(),
                            partition.partition(),
                            offset,
                            "key".getBytes(StandardCharsets.UTF_8),
                            value));
                }
            }
            return billing.turn();
        }

        /** Turns until the database has all that is in the topics. */
        void readAll() {
            for (int turn = 0; turn < 3; turn++) {
                turn();
            }
        }

        @Override
        public void close() {
            billing.close();
        }
    }
}
