package io.gridclear.bridge.app;

import io.gridclear.bridge.ledger.Pauses;
import io.gridclear.market.auction.InvariantViolation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a duty on a thread of its own. This is the edge at which a failing world is met: a duty that throws is closed, and
 * after a pause a new one begins from what is committed; after too many failures the process stops. A broken invariant
 * stops it at once. Thread-safe.
 */
final class DutyLoop implements AutoCloseable {

    /** Bridge or agent. */
    interface Duty extends AutoCloseable {

        /** Does what there is to do now. */
        void turn();

        @Override
        void close();
    }

    /** What the loop does. */
    enum State {
        /** No duty is there yet, or a new one is waited for. */
        STARTING,
        /** The last turn went well. */
        TURNING,
        /** It was told to stop. */
        STOPPED,
        /** It gave up. */
        FAILED
    }

    /** Failures in a row before the loop gives up; with the longest pauses some eight minutes of a world that is broken. */
    private static final int MOST_FAILURES = 20;

    /** A turn takes seconds; one that takes so long hangs. */
    private static final long MOST_TURN_MS = 120_000;

    private static final long STOP_WITHIN_MS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(DutyLoop.class);

    private final String name;
    private final Supplier<Duty> duties;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile State state = State.STARTING;
    private volatile long lastTurnNanos = System.nanoTime();

    DutyLoop(String name, Supplier<Duty> duties) {
        this.name = name;
        this.duties = duties;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Pauses pauses = new Pauses();
        int failures = 0;
        while (!isStopping()) {
            try (Duty duty = duties.get()) {
                while (!isStopping()) {
                    duty.turn();
                    lastTurnNanos = System.nanoTime();
                    state = State.TURNING;
                    if (failures > 0) {
                        failures = 0;
                        pauses.succeeded();
                    }
                }
            } catch (InvariantViolation e) {
                LOG.error("the {} stops: nothing was written that follows from it", name, e);
                state = State.FAILED;
                return;
            } catch (RuntimeException e) {
                if (isStopping()) {
                    break;
                }
                state = State.STARTING;
                failures++;
                if (failures > MOST_FAILURES) {
                    LOG.error("the {} stops after {} failures in a row; the last one:", name, failures, e);
                    state = State.FAILED;
                    return;
                }
                LOG.warn("the {} begins again after a failure ({} of at most {})", name, failures, MOST_FAILURES, e);
                pause(pauses);
            }
        }
        state = State.STOPPED;
    }

    private void pause(Pauses pauses) {
        long nowMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        pauses.failed(nowMs);
        try {
            while (!pauses.isOver(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))
                    && !stopping.await(Pauses.FIRST_MS, TimeUnit.MILLISECONDS)) {
                lastTurnNanos = System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    State state() {
        return state;
    }

    /** Whether the loop turns or may come to. */
    boolean isAlive() {
        return state != State.FAILED
                && state != State.STOPPED
                && System.nanoTime() - lastTurnNanos < TimeUnit.MILLISECONDS.toNanos(MOST_TURN_MS);
    }

    /** Whether the last turn went well. */
    boolean isReady() {
        return state == State.TURNING && isAlive();
    }

    /** Waits until the loop has ended, for whatever reason. */
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /** Ends the loop after its turn. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(STOP_WITHIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn(
                    "the {} has not stopped within {} ms; what it has not committed is done again",
                    name,
                    STOP_WITHIN_MS);
        }
    }
}
