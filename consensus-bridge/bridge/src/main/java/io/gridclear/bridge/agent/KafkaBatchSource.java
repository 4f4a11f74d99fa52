package io.gridclear.bridge.agent;

import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The batches by two consumers: one follows every partition (an agent executes all areas), the other reads single parts
 * again. Both must read committed records; the follower's group is this agent's alone and holds its position.
 */
public final class KafkaBatchSource implements BatchSource {

    private static final long READ_PATIENCE_MS = 30_000;

    private final Consumer<String, ClearingBatch> follower;
    private final Consumer<String, ClearingBatch> reader;
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
    private long readerNext = -1;

    /**
     * The topic by two consumers, which it closes.
     *
     * @param lookBackMs where nothing was ever committed, batches of so long ago are the first to be looked at, ms: an
     *     item that is open longer waits for a person
     * @param clock epoch ms
     */
    public KafkaBatchSource(
            Consumer<String, ClearingBatch> follower,
            Consumer<String, ClearingBatch> reader,
            long lookBackMs,
            LongSupplier clock) {
        this.follower = follower;
        this.reader = reader;
        List<TopicPartition> partitions = follower.partitionsFor(TopicCatalogue.BATCHES.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        follower.assign(partitions);
        seek(Set.copyOf(partitions), clock.getAsLong() - lookBackMs);
    }

    private void seek(Set<TopicPartition> partitions, long sinceMs) {
        Map<TopicPartition, OffsetAndMetadata> offsets = follower.committed(partitions);
        Set<TopicPartition> fresh = partitions.stream()
                .filter(partition -> offsets.get(partition) == null)
                .collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndTimestamp> since = fresh.isEmpty()
                ? Map.of()
                : follower.offsetsForTimes(fresh.stream().collect(Collectors.toMap(one -> one, one -> sinceMs)));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata offset = offsets.get(partition);
            OffsetAndTimestamp found = since.get(partition);
            if (offset != null) {
                follower.seek(partition, offset.offset());
            } else if (found != null) {
                follower.seek(partition, found.offset());
            } else {
                // nothing so young is there: what comes from now on
                follower.seekToEnd(List.of(partition));
            }
        }
    }

    @Override
    public void scan(Parts parts, long mostMs) {
        for (ConsumerRecord<String, ClearingBatch> record : follower.poll(Duration.ofMillis(mostMs))) {
            parts.part(new Place(record.partition(), record.offset()), record.value());
        }
    }

    @Override
    public ClearingBatch read(Place place) {
        TopicPartition partition = new TopicPartition(TopicCatalogue.BATCHES.name(), place.partition());
        if (!reader.assignment().equals(Set.of(partition))) {
            reader.assign(List.of(partition));
            readerNext = -1;
        }
        if (readerNext != place.offset()) {
            reader.seek(partition, place.offset());
        }
        long until = System.nanoTime() + Duration.ofMillis(READ_PATIENCE_MS).toNanos();
        while (System.nanoTime() < until) {
            // one record a poll: the consumer is configured so, and keeps what it has fetched for the next part
            for (ConsumerRecord<String, ClearingBatch> record : reader.poll(Duration.ofMillis(200))) {
                readerNext = record.offset() + 1;
                if (record.offset() == place.offset()) {
                    return record.value();
                }
            }
        }
        throw new TimeoutException("the part at " + place + " does not come within " + READ_PATIENCE_MS + " ms");
    }

    @Override
    public Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        follower.assignment().forEach(one -> positions.put(one.partition(), follower.position(one)));
        return positions;
    }

    @Override
    public void commit(Map<Integer, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        offsets.forEach((partition, offset) ->
                next.put(new TopicPartition(TopicCatalogue.BATCHES.name(), partition), new OffsetAndMetadata(offset)));
        if (!next.equals(committed)) {
            follower.commitSync(next);
            committed = next;
        }
    }

    @Override
    public void close() {
        follower.close();
        reader.close();
    }
}
