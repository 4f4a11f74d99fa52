package io.gridclear.tests.support;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read back.
 *
 * @param key     as text; null where the record has none
 * @param value   decoded, or the bytes as they are; null for a tombstone
 * @param headers last value of each header, as text
 */
public record TopicRecord<T>(
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        @Nullable T value,
        Map<String, String> headers) {

    /** The value of a record that is no tombstone. */
    public T required() {
        if (value == null) {
            throw new IllegalStateException(topic + "-" + partition + "@" + offset + " is a tombstone");
        }
        return value;
    }
}
