package io.gridclear.ops.topic;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a topic is read.
 *
 * @param key only the partition of this key, as Kafka's own partitioner has it; null for all
 * @param fromMs from the first record of this time or later on, epoch ms, by the records' timestamps; 0 for all
 */
public record Stretch(@Nullable String key, long fromMs) {

    /** The whole topic. */
    public static final Stretch ALL = new Stretch(null, 0);

    /** The partition of a key. */
    public static Stretch of(String key) {
        return new Stretch(key, 0);
    }

    /** The same from a time on; from the beginning if that is before 1970. */
    public Stretch since(long fromMs) {
        return new Stretch(key, Math.max(0, fromMs));
    }
}
