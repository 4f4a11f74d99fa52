package io.gridclear.billing.app;

import io.gridclear.billing.intake.BillingConsumer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the consumer on a thread of its own. A database that does not work is the consumer's own matter; here brokers are
 * met that fail: the consumer is closed, and after a pause a new one begins from what the database says. Topics that no
 * longer have what the database needs next are no failure that passes: the loop stops. Thread-safe.
 */
final class BillingLoop implements AutoCloseable {

    /** What the loop does. */
    enum State {
        /** No consumer is there yet, or a new one is waited for. */
        STARTING,
        /** What comes is written. */
        WRITING,
        /** The database or the registry does not work; nothing is lost. */
        WAITING,
        /** It was told to stop. */
        STOPPED,
        /** It gave up. */
        FAILED
    }

    /** Failures of brokers in a row before the loop gives up; with the longest pauses some eight minutes. */
    private static final int MOST_FAILURES = 20;

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 30_000;

    /** A batch takes seconds; the driver gives up a hung database after one minute. */
    private static final long MOST_TURN_MS = 120_000;

    private static final long STOP_WITHIN_MS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(BillingLoop.class);

    private final Supplier<BillingConsumer> consumers;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "billing");
    private volatile State state = State.STARTING;
    private volatile long lastTurnNanos = System.nanoTime();

    BillingLoop(Supplier<BillingConsumer> consumers) {
        this.consumers = consumers;
    }

    void start() {
        thread.start();
    }

    private void run() {
        int failures = 0;
        while (!isStopping()) {
            try (BillingConsumer consumer = consumers.get()) {
                while (!isStopping()) {
                    boolean works = consumer.turn();
                    lastTurnNanos = System.nanoTime();
                    state = works ? State.WRITING : State.WAITING;
                    failures = 0;
                }
            } catch (OffsetOutOfRangeException e) {
                LOG.error(
                        "billing stops: the topics do not have what the database needs next ({}). Either their records were"
                                + " deleted before they were billed, or this is the database of other topics.",
                        e.getMessage());
                state = State.FAILED;
                return;
            } catch (RuntimeException e) {
                if (isStopping()) {
                    break;
                }
                state = State.STARTING;
                failures++;
                if (failures > MOST_FAILURES) {
                    LOG.error("billing stops after {} failures in a row; the last one:", failures, e);
                    state = State.FAILED;
                    return;
                }
                LOG.warn("billing begins again after a failure ({} of at most {})", failures, MOST_FAILURES, e);
                pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures, 10)));
            }
        }
        state = State.STOPPED;
    }

    private void pause(long pauseMs) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs);
        try {
            while (System.nanoTime() < endNanos && !stopping.await(FIRST_PAUSE_MS, TimeUnit.MILLISECONDS)) {
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

    /** Whether what comes is written. */
    boolean isReady() {
        return state == State.WRITING && isAlive();
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
            LOG.warn("billing has not stopped within {} ms; what it has not written is read again", STOP_WITHIN_MS);
        }
    }
}
