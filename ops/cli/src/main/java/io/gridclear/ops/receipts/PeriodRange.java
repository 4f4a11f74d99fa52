package io.gridclear.ops.receipts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Some periods of some areas.
 *
 * @param area only this one; null for all
 * @param from only periods that start then or later; null for all
 * @param to only periods that start before; null for all
 */
public record PeriodRange(
        @Nullable String area,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Whether an area's period is one of them. */
    boolean covers(String areaMrid, Instant periodStart) {
        return (area == null || area.equals(areaMrid))
                && (from == null || !periodStart.isBefore(from))
                && (to == null || periodStart.isBefore(to));
    }
}
