package io.gridclear.tests.support;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The cluster that a test stands on did not do what it was asked; the product is not at fault. */
public final class ClusterFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Three brokers start in 11 s on two idle cores. A bound for what hangs, far above what anything takes on the
     * busiest machine that still works: no test passes or fails by how long something took.
     */
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    /** @param what what was asked, where, and what came of it */
    public ClusterFailure(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
