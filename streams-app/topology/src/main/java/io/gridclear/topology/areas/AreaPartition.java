package io.gridclear.topology.areas;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Which partition an area lives in: murmur2 over its id, which is where Kafka's producers put its records by themselves. The
 * clock asks here, so that an area's ticks come from the task that keeps its book. (A partitioner that says the same makes
 * Kafka Streams look up the topic's partitions for every record.)
 */
public final class AreaPartition {

    private AreaPartition() {}

    /** Partition of an area. */
    public static int of(String area, int partitions) {
        return Utils.toPositive(Utils.murmur2(area.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
