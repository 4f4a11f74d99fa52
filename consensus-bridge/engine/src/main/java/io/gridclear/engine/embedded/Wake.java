package io.gridclear.engine.embedded;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread sleep until something has happened; what happens while it is awake is not missed. */
final class Wake {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition happened = lock.newCondition();
    private boolean hasHappened;

    /** Something has happened. */
    void signal() {
        lock.lock();
        try {
            hasHappened = true;
            happened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps until something has happened since the last time, or the time is over. */
    void await(long mostMs) throws InterruptedException {
        lock.lock();
        try {
            long leftNanos = TimeUnit.MILLISECONDS.toNanos(mostMs);
            while (!hasHappened && leftNanos > 0) {
                leftNanos = happened.awaitNanos(leftNanos);
            }
            hasHappened = false;
        } finally {
            lock.unlock();
        }
    }
}
