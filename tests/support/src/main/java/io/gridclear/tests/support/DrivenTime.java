package io.gridclear.tests.support;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;

/** The machine's time and what a test put it ahead by: it goes on by itself, and jumps when it is told to. Thread-safe. */
final class DrivenTime implements Time {
    private final AtomicLong aheadMs;

    /** @param aheadMs how far it is ahead at the start, ms, &gt;= 0 */
    DrivenTime(long aheadMs) {
        this.aheadMs = new AtomicLong(aheadMs);
    }

    /** Puts it ahead of the machine's time; never back. */
    void putAhead(long ms) {
        aheadMs.accumulateAndGet(ms, Math::max);
    }

    @Override
    public long milliseconds() {
        return SYSTEM.milliseconds() + aheadMs.get();
    }

    /** How long things take is not the test's to say. */
    @Override
    public long nanoseconds() {
        return SYSTEM.nanoseconds();
    }

    @Override
    public void sleep(long ms) {
        SYSTEM.sleep(ms);
    }

    @Override
    public void waitObject(Object monitor, Supplier<Boolean> condition, long deadlineMs) throws InterruptedException {
        SYSTEM.waitObject(monitor, condition, deadlineMs - aheadMs.get());
    }
}
