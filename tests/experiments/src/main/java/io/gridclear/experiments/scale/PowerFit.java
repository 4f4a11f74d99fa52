package io.gridclear.experiments.scale;

import java.util.Arrays;

/**
 * cost = factor x size ^ exponent, by least squares of the logarithms.
 *
 * @param exponent of the size
 * @param halfWidth of the exponent's 95 % confidence interval: Student's t times the standard error
 * @param factor cost at size 1
 */
record PowerFit(double exponent, double halfWidth, double factor) {

    /** Upper 97.5 % point of Student's t by degrees of freedom, from 1 on; beyond them the normal's is near enough. */
    private static final double[] T_975 = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL_975 = 1.960;

    /**
     * The fit through points.
     *
     * @param sizes &gt; 0, at least two different ones
     * @param costs &gt; 0, one a size, at least three
     * @throws IllegalArgumentException if nothing can be fitted
     */
    static PowerFit of(double[] sizes, double[] costs) {
        if (sizes.length != costs.length || sizes.length < 3) {
            throw new IllegalArgumentException("a fit needs at least three points, has " + sizes.length + " sizes and "
                    + costs.length + " costs");
        }
        double[] x = Arrays.stream(sizes).map(Math::log).toArray();
        double[] y = Arrays.stream(costs).map(Math::log).toArray();
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double sumXx = 0;
        double sumXy = 0;
        for (int i = 0; i < x.length; i++) {
            sumXx += (x[i] - meanX) * (x[i] - meanX);
            sumXy += (x[i] - meanX) * (y[i] - meanY);
        }
        if (!(sumXx > 0) || !Double.isFinite(sumXy)) {
            throw new IllegalArgumentException("a fit needs different sizes and costs above zero");
        }
        double slope = sumXy / sumXx;
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            double rest = y[i] - meanY - slope * (x[i] - meanX);
            squares += rest * rest;
        }
        int freedom = x.length - 2;
        double t = freedom <= T_975.length ? T_975[freedom - 1] : NORMAL_975;
        return new PowerFit(
                slope, t * Math.sqrt(squares / freedom / sumXx), Math.exp(meanY - slope * meanX));
    }

    /** What the fit says of a size. */
    double at(double size) {
        return factor * Math.pow(size, exponent);
    }
}
