package io.gridclear.topology.areas;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Which partition an area lives in: murmur2 over its id, as Kafka's own clients place keys. The repartition and the clock
 * both use it, so that an area's ticks come from the task that keeps its book.
 */
public final class AreaPartitioner<V> implements StreamPartitioner<String, V> {

    /** Partition of an area. */
    public static int partitionOf(String area, int partitions) {
        return Utils.toPositive(Utils.murmur2(area.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, String area, V value, int numPartitions) {
        return Optional.of(Set.of(partitionOf(area, numPartitions)));
    }
}
