package io.gridclear.meter.emulator;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds up one kind of record of one period over all senders, and tells the one that comes last. Thread-safe.
 */
final class PeriodTally {
    private final AtomicInteger sendersLeft;
    private final AtomicLong records = new AtomicLong();

    PeriodTally(int senders) {
        this.sendersLeft = new AtomicInteger(senders);
    }

    /**
     * One sender is through with the period.
     *
     * @return whether it was the last
     */
    boolean add(long sent) {
        records.addAndGet(sent);
        return sendersLeft.decrementAndGet() == 0;
    }

    long records() {
        return records.get();
    }
}
