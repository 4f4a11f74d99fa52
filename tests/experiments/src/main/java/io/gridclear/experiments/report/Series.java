package io.gridclear.experiments.report;

import java.util.Arrays;

/**
 * One line of a plot, with a band around it or without: a point an index.
 *
 * @param name what the legend says
 * @param x ascending
 * @param y the line, for example means
 * @param low lower edge of the band; the same as {@code y} where there is no band
 * @param high upper edge of the band
 */
@SuppressWarnings("ArrayRecordComponent") // made, drawn and forgotten; never compared
public record Series(String name, double[] x, double[] y, double[] low, double[] high) {

    private static final int MOST_DISTRIBUTION_POINTS = 200;

    /** @throws IllegalArgumentException if the lengths differ */
    public Series {
        if (x.length != y.length || x.length != low.length || x.length != high.length) {
            throw new IllegalArgumentException("the points of " + name + " do not fit each other");
        }
    }

    /** A line without a band. */
    public static Series line(String name, double[] x, double[] y) {
        return new Series(name, x, y, y, y);
    }

    /** Means with their 5-95 % band. */
    public static Series band(String name, double[] x, Spread[] spreads) {
        double[] y = new double[spreads.length];
        double[] low = new double[spreads.length];
        double[] high = new double[spreads.length];
        for (int i = 0; i < spreads.length; i++) {
            y[i] = spreads[i].mean();
            low[i] = spreads[i].p5();
            high[i] = spreads[i].p95();
        }
        return new Series(name, x, y, low, high);
    }

    /**
     * The share of values, in percent, that are at most x: the distribution of a figure over draws, every half percent where
     * there are more of them.
     */
    public static Series distribution(String name, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int points = Math.min(sorted.length, MOST_DISTRIBUTION_POINTS);
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            int rank = (int) ((long) (i + 1) * sorted.length / points);
            x[i] = sorted[rank - 1];
            y[i] = 100.0 * rank / sorted.length;
        }
        return line(name, x, y);
    }
}
