package io.gridclear.experiments.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * How a figure is spread over draws or seeds. All values are rounded to {@value #DIGITS} significant digits, so that they
 * print and compare the same on every Java version.
 *
 * @param count number of draws or seeds, &gt; 0
 * @param mean arithmetic mean
 * @param p5 5th percentile, linear between ranks (type 7 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996)
 * @param p95 95th percentile, likewise
 * @param min smallest
 * @param max largest
 */
public record Spread(int count, double mean, double p5, double p95, double min, double max) {

    private static final int DIGITS = 9;

    private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    /** @throws IllegalArgumentException if there is no value, or one is not finite */
    public Spread {
        if (count < 1) {
            throw new IllegalArgumentException("a spread needs at least one value");
        }
        mean = round(mean);
        p5 = round(p5);
        p95 = round(p95);
        min = round(min);
        max = round(max);
    }

    /**
     * The spread of these values, one a draw or seed.
     *
     * @throws IllegalArgumentException if there is none, or one is not finite
     */
    public static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a spread needs at least one value");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Spread(
                sorted.length,
                Arrays.stream(sorted).average().orElseThrow(),
                quantile(sorted, 0.05),
                quantile(sorted, 0.95),
                sorted[0],
                sorted[sorted.length - 1]);
    }

    /**
     * The quantile of sorted values, linear between ranks.
     *
     * @param share in [0, 1]
     */
    public static double quantile(double[] sorted, double share) {
        double rank = share * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    /** A value rounded as all figures are. */
    public static double round(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a figure must be finite, was " + value);
        }
        return new BigDecimal(value).round(ROUNDING).doubleValue();
    }
}
