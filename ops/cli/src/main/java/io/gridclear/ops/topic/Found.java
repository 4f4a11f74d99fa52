package io.gridclear.ops.topic;

/**
 * A record and where it stands.
 *
 * @param topic its topic
 * @param partition partition of the topic
 * @param offset offset in the partition
 * @param value the record
 */
public record Found<T>(String topic, int partition, long offset, T value) {

    /** Where it stands, in short: topic-partition@offset. */
    public String place() {
        return topic + "-" + partition + "@" + offset;
    }
}
