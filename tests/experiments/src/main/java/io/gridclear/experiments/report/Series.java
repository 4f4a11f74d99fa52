package io.gridclear.experiments.report;

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

    /** The share of values, in percent, that are at most x: the distribution of a figure over draws. */
    public static Series distribution(String name, double[] values) {
        double[] x = values.clone();
        java.util.Arrays.sort(x);
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = 100.0 * (i + 1) / x.length;
        }
        return line(name, x, y);
    }
}
