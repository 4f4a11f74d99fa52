package io.gridclear.benchmarks.consensus;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What came of a load.
 *
 * @param perSecond things done a second
 * @param latencyMs from hand-in to done, ms
 */
record Measured(double perSecond, Histogram latencyMs) {

    private static final double HALF = 50;
    private static final double MOST = 99;

    long p50() {
        return latencyMs.getValueAtPercentile(HALF);
    }

    long p99() {
        return latencyMs.getValueAtPercentile(MOST);
    }

    String row(String what) {
        return String.format(
                Locale.ROOT,
                "%-44s %,8.0f/s   p50 %,6d ms   p99 %,6d ms   max %,6d ms   (%,d)",
                what,
                perSecond,
                p50(),
                p99(),
                latencyMs.getMaxValue(),
                latencyMs.getTotalCount());
    }
}
