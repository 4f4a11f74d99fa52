package io.gridclear.topology.delivery;

import io.gridclear.market.delivery.DeliveryTerms;
import java.time.Duration;

/**
 * When runs are due.
 *
 * @param settlingMs how long the first correction waits for other changes, ms, &gt;= 0. The wait doubles with every
 *     correction, up to {@value #MOST_DOUBLINGS} times: a meter that restates a period every minute makes the whole area's
 *     lines come again, and must not do so without end (by default some 800 runs in three years)
 */
public record DeliveryTimes(long settlingMs) {

    /** A minute: a burst of late readings makes one run. */
    public static final DeliveryTimes STANDARD =
            new DeliveryTimes(Duration.ofMinutes(1).toMillis());

    /** How long the items of a period are kept that is never cleared, ms: the default horizon, three leap years. */
    static final long LONGEST_MS = Duration.ofDays(3 * 366).toMillis();

    private static final int MOST_DOUBLINGS = 11;

    public DeliveryTimes {
        if (settlingMs < 0 || settlingMs > Duration.ofDays(366).toMillis()) {
            throw new IllegalArgumentException("settling time must be 0 ms to a year, is " + settlingMs);
        }
    }

    /** When METERED is due, epoch ms. */
    long meteredAt(DeliveryTerms terms) {
        return terms.period().periodEnd() + terms.market().meteringGraceMs();
    }

    /** When all is forgotten, epoch ms. */
    long forgottenAt(DeliveryTerms terms) {
        return terms.period().periodEnd() + terms.market().correctionHorizonMs();
    }

    /** What a period without a run under way waits for: a correction, or the end of its horizon, epoch ms. */
    long nextAt(DeliveryTerms terms, DeliveryState state, long nowMs) {
        long forgottenAt = forgottenAt(terms);
        long waitMs = settlingMs << Math.min(state.revision - 1, MOST_DOUBLINGS);
        return state.changed == 0 ? forgottenAt : Math.min(forgottenAt, nowMs + waitMs);
    }
}
