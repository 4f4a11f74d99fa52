package io.gridclear.benchmarks.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Processor time of the calling thread. Wall-clock time says little on cores that other processes use as well: work per
 * second of processor time is what one core does.
 */
public final class ProcessorTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ProcessorTime() {}

    /** Nanoseconds that the thread has run so far. */
    public static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
