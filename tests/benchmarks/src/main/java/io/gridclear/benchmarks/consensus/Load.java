package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.ChainUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Hands things in and watches them be done: as many as may wait at a time, or at a pace whatever becomes of them. */
final class Load implements AutoCloseable {

    private static final long POLL_MS = 10;
    private static final long RETRY_MS = 20;
    private static final long HIGHEST_MS = 600_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Subject subject;
    private final int senderCount;
    private final ExecutorService senders;
    private final Thread watch;
    private final Map<Long, Long> handedInAt = new ConcurrentHashMap<>();
    private final AtomicLong nextNumber = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final Semaphore room = new Semaphore(0);
    private final Object recording = new Object();
    private Histogram latencies = new Histogram(HIGHEST_MS, 3);
    private volatile boolean closing;
    private volatile @Nullable RuntimeException failure;

    /**
     * A load that nothing is handed in of yet.
     *
     * @param senders most things that are being handed in at a time
     */
    Load(Subject subject, int senders) {
        this.subject = subject;
        this.senderCount = senders;
        this.senders = Executors.newFixedThreadPool(senders, Load::daemon);
        this.watch = daemon(this::watch);
        watch.start();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "load");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * As much as is done while so many things wait.
     *
     * @param waiting things that were handed in and are not done, at any moment
     * @param warm time that is not counted
     * @param time time that is
     */
    Measured closed(int waiting, Duration warm, Duration time) {
        room.release(waiting);
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<Void>> sending = new ArrayList<>();
        for (int i = 0; i < senderCount; i++) {
            sending.add(CompletableFuture.runAsync(
                    () -> {
                        while (!stop.get() && failure == null) {
                            if (tryAcquire()) {
                                handIn(System.nanoTime());
                            }
                        }
                    },
                    senders));
        }
        Pause.ms(warm.toMillis());
        fresh();
        long before = done.get();
        long began = System.nanoTime();
        Pause.ms(time.toMillis());
        double seconds = (System.nanoTime() - began) / 1e9;
        long counted = done.get() - before;
        Histogram seen = fresh();
        stop.set(true);
        drain(sending);
        room.drainPermits();
        return new Measured(counted / seconds, seen);
    }

    /**
     * So many things at once, again and again. A thing's time begins with its period, also where it was handed in late.
     *
     * @param things of a period
     * @param every from a period to the next
     * @param periods how many
     * @param between what happens before a period, by its number
     */
    Measured paced(int things, Duration every, int periods, IntConsumer between) {
        fresh();
        long before = done.get();
        long began = System.nanoTime();
        List<CompletableFuture<Void>> sending = new ArrayList<>();
        for (int period = 0; period < periods; period++) {
            long at = began + period * every.toNanos();
            Pause.untilNanos(at);
            between.accept(period);
            for (int i = 0; i < things; i++) {
                sending.add(CompletableFuture.runAsync(() -> handIn(at), senders));
            }
        }
        drain(sending);
        double seconds = (System.nanoTime() - began) / 1e9;
        room.drainPermits();
        return new Measured((done.get() - before) / seconds, fresh());
    }

    /** Things that are done so far. */
    long done() {
        return done.get();
    }

    private boolean tryAcquire() {
        try {
            return room.tryAcquire(POLL_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void handIn(long since) {
        long number = nextNumber.getAndIncrement();
        handedInAt.put(number, since);
        try {
            while (!closing && !tryHandIn(number)) {
                Pause.ms(RETRY_MS);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private boolean tryHandIn(long number) {
        try {
            return subject.handIn(number);
        } catch (ChainUnavailableException e) {
            return false; // its mempool is full, or nobody answers now
        }
    }

    private void watch() {
        while (!closing) {
            try {
                for (long number : subject.done()) {
                    record(number, System.nanoTime());
                }
            } catch (ChainUnavailableException e) {
                Pause.ms(RETRY_MS);
            } catch (RuntimeException e) {
                failure = e;
                return;
            }
            Pause.ms(POLL_MS);
        }
    }

    private void record(long number, long now) {
        Long since = handedInAt.remove(number);
        if (since == null) {
            throw new IllegalStateException("number " + number + " is done and was not handed in");
        }
        synchronized (recording) {
            latencies.recordValue(Math.min(HIGHEST_MS, TimeUnit.NANOSECONDS.toMillis(now - since)));
        }
        done.incrementAndGet();
        room.release();
    }

    private Histogram fresh() {
        synchronized (recording) {
            Histogram seen = latencies;
            latencies = new Histogram(HIGHEST_MS, 3);
            return seen;
        }
    }

    /** Waits until everything that is being handed in is done. */
    private void drain(List<CompletableFuture<Void>> sending) {
        sending.forEach(CompletableFuture::join);
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!handedInAt.isEmpty()) {
            RuntimeException failed = failure;
            if (failed != null) {
                throw new IllegalStateException("the load failed", failed);
            }
            if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException(handedInAt.size() + " things are not done");
            }
            Pause.ms(POLL_MS);
        }
    }

    @Override
    public void close() {
        closing = true;
        senders.shutdownNow();
    }
}
