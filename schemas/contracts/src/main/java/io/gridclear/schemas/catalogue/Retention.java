package io.gridclear.schemas.catalogue;

import java.time.Duration;

/**
 * How long a topic keeps a record, counted from the record's timestamp.
 *
 * @param ms milliseconds, &gt; 0, or -1 for ever (Kafka's own notation)
 */
public record Retention(long ms) {

    /** Nothing is ever deleted for its age. */
    public static final Retention FOREVER = new Retention(-1);

    public Retention {
        if (ms != -1 && ms <= 0) {
            throw new IllegalArgumentException("retention must be positive or -1 (for ever), not " + ms + " ms");
        }
    }

    /** Keeps records for {@code duration}, &gt; 0. */
    public static Retention of(Duration duration) {
        return new Retention(duration.toMillis());
    }

    /** Keeps records for {@code days} days. */
    static Retention ofDays(int days) {
        return of(Duration.ofDays(days));
    }

    public boolean isForever() {
        return ms == -1;
    }
}
