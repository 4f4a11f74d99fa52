package io.gridclear.engine.process;

/** How long to wait before an engine that died is started again: at once would burn the machine, never would lose it. */
final class RestartPauses {

    static final long FIRST_MS = 500;

    /** A node that comes back is at most half a minute late. */
    static final long LONGEST_MS = 30_000;

    /** Who ran for a minute did not die of its start. */
    static final long GOOD_RUN_MS = 60_000;

    private long nextMs = FIRST_MS;

    /**
     * The pause after a run.
     *
     * @param ranMs how long the engine ran
     */
    long afterRun(long ranMs) {
        if (ranMs >= GOOD_RUN_MS) {
            nextMs = FIRST_MS;
        }
        long pause = nextMs;
        nextMs = Math.min(LONGEST_MS, nextMs * 2);
        return pause;
    }
}
