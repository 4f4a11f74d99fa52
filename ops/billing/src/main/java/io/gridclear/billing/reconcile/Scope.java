package io.gridclear.billing.reconcile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are looked at.
 *
 * @param area only this area, or null
 * @param from only periods that start then or later, or null
 * @param to only periods that start before, or null
 */
public record Scope(
        @Nullable String area,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Every run. */
    public static final Scope ALL = new Scope(null, null, null);

    private static final Instant EARLIEST = Instant.EPOCH;

    /** Later than any period that a book holds, and within PostgreSQL's range. */
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    Instant first() {
        return from == null ? EARLIEST : from;
    }

    Instant end() {
        return to == null ? LATEST : to;
    }
}
