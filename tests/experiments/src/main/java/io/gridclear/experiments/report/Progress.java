package io.gridclear.experiments.report;

import java.io.PrintWriter;
import java.time.Duration;

/** How far an experiment is, a line at most every {@value #EVERY_MS} ms, so that a log of it stays readable. Thread-safe. */
public final class Progress {

    private static final long EVERY_MS = 2_000;

    private final PrintWriter err;
    private final String what;
    private final int total;
    private final long beganNanos = System.nanoTime();
    private long saidNanos = beganNanos;
    private int done;

    /**
     * Nothing done yet.
     *
     * @param what the work, for example {@code draws}
     * @param total how much of it there is
     */
    public Progress(PrintWriter err, String what, int total) {
        this.err = err;
        this.what = what;
        this.total = total;
    }

    /** One more is done. */
    public synchronized void step() {
        done++;
        long now = System.nanoTime();
        if (now - saidNanos >= EVERY_MS * 1_000_000 || done == total) {
            saidNanos = now;
            long seconds = Duration.ofNanos(now - beganNanos).toSeconds();
            err.println(what + ": " + done + " of " + total + " after " + seconds + " s");
            err.flush();
        }
    }
}
