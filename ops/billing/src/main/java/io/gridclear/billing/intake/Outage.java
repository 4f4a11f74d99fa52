package io.gridclear.billing.intake;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which database or registry do not work: tries come after growing pauses, 100 ms doubled up to 30 s, and each
 * failure is told. It lasts as long as it lasts: the topics keep what is not yet written. Single-threaded.
 */
final class Outage {

    private static final long FIRST_PAUSE_MS = 100;

    /** Short enough that nobody restarts a consumer to make it try again. */
    private static final long LONGEST_PAUSE_MS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private long pauseMs = FIRST_PAUSE_MS;
    private long sinceMs = Long.MIN_VALUE;
    private long notBeforeMs = Long.MIN_VALUE;

    /** A try failed. */
    void failed(Exception failure, long nowMs) {
        if (!isOn()) {
            sinceMs = nowMs;
        }
        notBeforeMs = nowMs + pauseMs;
        LOG.warn(
                "nothing can be written for {} ms, next try in {} ms; nothing is lost: {}",
                nowMs - sinceMs,
                pauseMs,
                failure.getMessage());
        LOG.debug("the failure", failure);
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }

    /** A try went well. */
    void succeeded(long nowMs) {
        if (isOn()) {
            LOG.info("writing again after {} ms", nowMs - sinceMs);
            pauseMs = FIRST_PAUSE_MS;
            sinceMs = Long.MIN_VALUE;
            notBeforeMs = Long.MIN_VALUE;
        }
    }

    /** Whether the last try failed. */
    boolean isOn() {
        return sinceMs != Long.MIN_VALUE;
    }

    /** Whether it is time for the next try. */
    boolean mayTry(long nowMs) {
        return nowMs >= notBeforeMs;
    }

    /** How long to wait for it, ms. */
    long waitMs(long nowMs) {
        return Math.max(0, notBeforeMs - nowMs);
    }
}
