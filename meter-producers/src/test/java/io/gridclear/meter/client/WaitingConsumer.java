package io.gridclear.meter.client;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's mock consumer over both feed topics, two partitions each. It keeps what was written, so that seeking back
 * reads it again, and does not spin while nothing comes.
 */
public final class WaitingConsumer extends MockConsumer<byte[], byte[]> {
    /** What was written before the client was opened. */
    private static final long FIRST_OFFSET = 10;

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private @Nullable RuntimeException openingFailure;

    /** All partitions end at offset 10. */
    public WaitingConsumer() {
        super("latest");
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicContract<?> topic : List.of(TopicCatalogue.BID_REJECTIONS, TopicCatalogue.REFERENCE_PRICES)) {
            Node leader = new Node(1, "127.0.0.1", 9092);
            List<PartitionInfo> partitions = new ArrayList<>();
            for (int partition = 0; partition < 2; partition++) {
                partitions.add(new PartitionInfo(topic.name(), partition, leader, new Node[0], new Node[0]));
                log.put(new TopicPartition(topic.name(), partition), new ArrayList<>());
                ends.put(new TopicPartition(topic.name(), partition), FIRST_OFFSET);
            }
            updatePartitions(topic.name(), partitions);
        }
        updateEndOffsets(ends);
    }

    /** Appends a record, as a broker would. */
    public synchronized void append(String topic, int partition, byte[] value) {
        List<ConsumerRecord<byte[], byte[]>> records = log.get(new TopicPartition(topic, partition));
        records.add(new ConsumerRecord<>(topic, partition, FIRST_OFFSET + records.size(), new byte[0], value));
    }

    /** Looking up partitions fails like this. */
    void failOpening(RuntimeException failure) {
        openingFailure = failure;
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
        if (openingFailure != null) {
            throw openingFailure;
        }
        return super.partitionsFor(topic, timeout);
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        // throws what a test has set, and wakes up
        super.poll(timeout);
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> due = new HashMap<>();
        for (TopicPartition partition : assignment()) {
            List<ConsumerRecord<byte[], byte[]>> records = log.get(partition);
            int from = (int) (position(partition) - FIRST_OFFSET);
            if (from < records.size()) {
                due.put(partition, List.copyOf(records.subList(from, records.size())));
                seek(partition, FIRST_OFFSET + records.size());
            }
        }
        if (due.isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        return new ConsumerRecords<>(due, Map.<TopicPartition, OffsetAndMetadata>of());
    }
}
