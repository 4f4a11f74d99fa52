package io.gridclear.bridge.operator;

import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads clearings as a member of the bridge's group and knows which of them have receipts. Commits nothing itself: offsets
 * go with the receipts. Single-threaded.
 */
final class ClearingIntake implements AutoCloseable {

    /** Hears which partitions are this bridge's. */
    interface Assignments {

        /**
         * A partition is this bridge's from now on.
         *
         * @param bookOffset where the book is still needed from
         */
        void gained(int partition, long bookOffset);

        /** A partition is another bridge's: what is under way for it is that bridge's to do. */
        void lost(int partition);
    }

    private final Consumer<String, ClearingResult> consumer;
    private final Assignments assignments;
    private final Map<Integer, PartitionProgress> partitions = new TreeMap<>();

    /** @param consumer reads committed records; closed with this */
    ClearingIntake(Consumer<String, ClearingResult> consumer, Assignments assignments) {
        this.consumer = consumer;
        this.assignments = assignments;
        consumer.subscribe(List.of(TopicCatalogue.CLEARINGS.name()), new Rebalance());
    }

    /**
     * New clearings, read from those partitions only that may go on.
     *
     * @param mayGoOn whether more may be read from a partition
     */
    List<ItemUnderWay> poll(Duration most, IntPredicate mayGoOn) {
        List<TopicPartition> held = new ArrayList<>();
        List<TopicPartition> flowing = new ArrayList<>();
        partitions.forEach((number, progress) ->
                (progress.isFull() || !mayGoOn.test(number) ? held : flowing).add(topicPartition(number)));
        consumer.pause(held);
        consumer.resume(flowing);
        List<ItemUnderWay> items = new ArrayList<>();
        for (ConsumerRecord<String, ClearingResult> record : consumer.poll(most)) {
            PartitionProgress progress = partitions.get(record.partition());
            if (progress != null && progress.read(record.offset())) {
                items.add(new ItemUnderWay(record.partition(), record.offset(), record.value()));
            }
        }
        return items;
    }

    /** The receipts of a clearing are in the open transaction. */
    void done(ItemUnderWay item) {
        progress(item.partition()).done(item.offset());
    }

    /**
     * What to commit for these partitions.
     *
     * @param bookOffset lowest offset of the book that is still needed, by partition
     */
    Map<TopicPartition, OffsetAndMetadata> offsets(Set<Integer> numbers, ToLongFunction<Integer> bookOffset) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (int number : numbers) {
            PartitionProgress progress = progress(number);
            offsets.put(
                    topicPartition(number),
                    new OffsetAndMetadata(progress.committable(), progress.metadata(bookOffset.applyAsLong(number))));
        }
        return offsets;
    }

    /** What fences a bridge that has lost its partitions without knowing. */
    ConsumerGroupMetadata group() {
        return consumer.groupMetadata();
    }

    /** Whether a partition has as many clearings without receipts as can be remembered. */
    boolean isFull(int partition) {
        return progress(partition).isFull();
    }

    /** Partitions that are this bridge's. */
    Set<Integer> partitions() {
        return partitions.keySet();
    }

    private PartitionProgress progress(int partition) {
        PartitionProgress progress = partitions.get(partition);
        if (progress == null) {
            throw new IllegalStateException("partition " + partition + " is not this bridge's");
        }
        return progress;
    }

    private static TopicPartition topicPartition(int number) {
        return new TopicPartition(TopicCatalogue.CLEARINGS.name(), number);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private final class Rebalance implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
            for (TopicPartition partition : assigned) {
                OffsetAndMetadata offset = committed.get(partition);
                PartitionProgress progress = offset == null
                        ? PartitionProgress.from(consumer.position(partition))
                        : PartitionProgress.restore(offset.offset(), offset.metadata());
                partitions.put(partition.partition(), progress);
                assignments.gained(partition.partition(), progress.restoredBookOffset());
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            for (TopicPartition partition : revoked) {
                partitions.remove(partition.partition());
                assignments.lost(partition.partition());
            }
        }
    }
}
