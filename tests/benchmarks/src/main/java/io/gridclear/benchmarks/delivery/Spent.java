package io.gridclear.benchmarks.delivery;

import io.gridclear.benchmarks.kernel.ProcessorTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * What one part of the work took, period by period: wall-clock time, and processor time of this thread. Mutable.
 */
final class Spent {

    private final long[] wallNanos;
    private final long[] processorNanos;
    private int periods;
    private final String unit;
    private long done;

    /**
     * Nothing yet.
     *
     * @param unit what is counted
     * @param most periods that there may be
     */
    Spent(String unit, int most) {
        this.unit = unit;
        wallNanos = new long[most];
        processorNanos = new long[most];
    }

    /** Times one period. */
    <T> T time(Supplier<T> work) {
        long wall = System.nanoTime();
        long processor = ProcessorTime.nanos();
        T result = work.get();
        add(System.nanoTime() - wall, ProcessorTime.nanos() - processor);
        return result;
    }

    void add(long wall, long processor) {
        wallNanos[periods] = wall;
        processorNanos[periods++] = processor;
    }

    void count(long more) {
        done += more;
    }

    private static double seconds(long[] nanos) {
        return Arrays.stream(nanos).sum() / 1e9;
    }

    double processorSeconds() {
        return seconds(processorNanos);
    }

    private double percentileMs(long[] nanos, int percent) {
        long[] sorted = Arrays.copyOf(nanos, periods);
        Arrays.sort(sorted);
        return sorted[Math.max(0, (periods * percent + 99) / 100 - 1)] / 1e6;
    }

    /** Prints the sums, the percentiles of a period, and the ratio of processor times to a baseline's. */
    void print(String what, Spent baseline) {
        System.out.printf(
                Locale.ROOT,
                "%-44s %,11d %-8s %7.2f s, processor %7.2f s (%.2f of the baseline); a period, ms of processor time:"
                        + " p50 %,.0f, p90 %,.0f, p99 %,.0f, max %,.0f; of wall-clock time: p50 %,.0f, p99 %,.0f%n",
                what,
                done,
                unit,
                seconds(wallNanos),
                processorSeconds(),
                processorSeconds() / baseline.processorSeconds(),
                percentileMs(processorNanos, 50),
                percentileMs(processorNanos, 90),
                percentileMs(processorNanos, 99),
                percentileMs(processorNanos, 100),
                percentileMs(wallNanos, 50),
                percentileMs(wallNanos, 99));
    }
}
