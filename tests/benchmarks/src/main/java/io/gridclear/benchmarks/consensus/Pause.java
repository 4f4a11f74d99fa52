package io.gridclear.benchmarks.consensus;

/** Waits. */
final class Pause {

    private Pause() {}

    static void ms(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Until a moment of {@link System#nanoTime}; not at all if it is over. */
    static void untilNanos(long nanoTime) {
        long ms = (nanoTime - System.nanoTime()) / 1_000_000;
        if (ms > 0) {
            ms(ms);
        }
    }
}
