package io.gridclear.bridge.ledger;

/**
 * Growing pauses between tries: 100 ms, doubled up to 30 s. The first is a block's time, so that a hiccup costs no more;
 * the last is short enough that nobody restarts a bridge to make it try again. Single-threaded.
 */
public final class Pauses {

    /** First pause, ms. */
    public static final long FIRST_MS = 100;

    /** Longest pause, ms. */
    public static final long LONGEST_MS = 30_000;

    private long next = FIRST_MS;
    private long notBeforeMs = Long.MIN_VALUE;

    /** Whether the pause is over. */
    public boolean isOver(long nowMs) {
        return nowMs >= notBeforeMs;
    }

    /** A try failed: the next one comes after a pause twice as long as the last. */
    public void failed(long nowMs) {
        notBeforeMs = nowMs + next;
        next = Math.min(LONGEST_MS, next * 2);
    }

    /** A try went well. */
    public void succeeded() {
        next = FIRST_MS;
        notBeforeMs = Long.MIN_VALUE;
    }
}
