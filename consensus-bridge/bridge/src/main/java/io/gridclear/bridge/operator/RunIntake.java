package io.gridclear.bridge.operator;

import io.gridclear.schemas.catalogue.TopicContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads clearings, or later runs, as a member of a group and knows which of them have receipts. Commits nothing itself:
 * offsets go with the receipts. Single-threaded.
 *
 * @param <R> type of the records
 */
final class RunIntake<R extends SpecificRecord> implements AutoCloseable {

    /** Hears which partitions are this bridge's. */
    interface Assignments {

        /**
         * A partition is this bridge's from now on.
         *
         * @param sourceOffset where the book, or the inputs, are still needed from
         */
        void gained(int partition, long sourceOffset);

        /** A partition is another bridge's: what is under way for it is that bridge's to do. */
        void lost(int partition);
    }

    private final TopicContract<R> topic;
    private final Consumer<String, R> consumer;
    private final Function<R, PublishedRun> runs;
    private final Assignments assignments;
    private final Map<Integer, PartitionProgress> partitions = new TreeMap<>();

    /**
     * Joins the group.
     *
     * @param consumer reads committed records; closed with this
     * @param runs what a record is
     */
    RunIntake(
            TopicContract<R> topic,
            Consumer<String, R> consumer,
            Function<R, PublishedRun> runs,
            Assignments assignments) {
        this.topic = topic;
        this.consumer = consumer;
        this.runs = runs;
        this.assignments = assignments;
        consumer.subscribe(List.of(topic.name()), new Rebalance());
    }

    /**
     * New ones, read from those partitions only that have room for more to be remembered.
     *
     * @param mayGoOn whether more may be read at all
     */
    List<ItemUnderWay> poll(Duration most, boolean mayGoOn) {
        List<TopicPartition> held = new ArrayList<>();
        List<TopicPartition> flowing = new ArrayList<>();
        partitions.forEach(
                (number, progress) -> (progress.isFull() || !mayGoOn ? held : flowing).add(topicPartition(number)));
        consumer.pause(held);
        consumer.resume(flowing);
        List<ItemUnderWay> items = new ArrayList<>();
        for (ConsumerRecord<String, R> record : consumer.poll(most)) {
            PartitionProgress progress = partitions.get(record.partition());
            if (progress != null && progress.read(record.offset())) {
                items.add(new ItemUnderWay(record.partition(), record.offset(), runs.apply(record.value())));
            }
        }
        return items;
    }

    /** The receipts of an item are in the open transaction, or there will never be any. */
    void done(ItemUnderWay item) {
        progress(item.partition()).done(item.offset());
    }

    /**
     * What to commit for these partitions.
     *
     * @param sourceOffset lowest offset of the book, or of the inputs, that is still needed, by partition
     */
    Map<TopicPartition, OffsetAndMetadata> offsets(Set<Integer> numbers, ToLongFunction<Integer> sourceOffset) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (int number : numbers) {
            PartitionProgress progress = progress(number);
            offsets.put(
                    topicPartition(number),
                    new OffsetAndMetadata(progress.committable(), progress.metadata(sourceOffset.applyAsLong(number))));
        }
        return offsets;
    }

    /** What fences a bridge that has lost its partitions without knowing. */
    ConsumerGroupMetadata group() {
        return consumer.groupMetadata();
    }

    /** Whether a partition has as many records without receipts as can be remembered. */
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

    private TopicPartition topicPartition(int number) {
        return new TopicPartition(topic.name(), number);
    }

    @Override
    public void close() {
        // a member with a name is else waited for
        consumer.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
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
