package io.gridclear.topology.errors;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a record as its sender stamped it. Brokers take negative timestamps, and Kafka Streams' own extractor stops
 * the application at the first one: such a record counts as of the time that its partition has reached. No market rule
 * reads these times.
 */
public final class SenderTimestamps implements TimestampExtractor {

    /** The record's time, or that of its partition where it has none; epoch ms, &gt;= 0. */
    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() >= 0 ? record.timestamp() : Math.max(0, partitionTime);
    }
}
