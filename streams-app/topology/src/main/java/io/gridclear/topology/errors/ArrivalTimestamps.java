package io.gridclear.topology.errors;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time at which a record was taken up, or its sender's where that is later. Of a task's inputs Kafka Streams takes the
 * record with the earliest time first: a backlog of readings, stamped days ago, would keep bids from their gate.
 */
public final class ArrivalTimestamps implements TimestampExtractor {

    /** Epoch ms, &gt;= 0. */
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(System.currentTimeMillis(), record.timestamp());
    }
}
