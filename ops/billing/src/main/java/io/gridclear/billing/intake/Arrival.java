package io.gridclear.billing.intake;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came. Its bytes are never written to.
 *
 * @param partition where it stands
 * @param offset its offset there
 * @param timestampMs its timestamp, epoch ms
 * @param key its key, or null
 * @param value its value, or null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Arrival(
        TopicPartition partition, long offset, long timestampMs, byte @Nullable [] key, byte @Nullable [] value) {}
