package io.gridclear.meter.forecast;

/**
 * How far forecasts were off, over any number of series of one fleet. Immutable; add series by {@link
 * #plus}.
 *
 * @param values forecasts that were judged
 * @param sumAbsoluteWh sum of |actual - forecast|, Wh
 * @param sumActualWh sum of |actual|, Wh
 * @param sumYardstickWh what the sum of absolute errors would have been had each forecast been off by
 *     the in-sample mean absolute error of the seasonal naive method of its own series, Wh
 */
public record ForecastError(long values, double sumAbsoluteWh, double sumActualWh, double sumYardstickWh) {
    /** Nothing judged yet. */
    public static final ForecastError NONE = new ForecastError(0, 0, 0, 0);

    /**
     * Error of one series.
     *
     * @param actualWh the whole series, history first, Wh
     * @param forecastsWh forecasts of its last {@code forecastsWh.length} steps, Wh
     * @param seasonSteps steps of a season, for the yardstick
     */
    public static ForecastError of(double[] actualWh, double[] forecastsWh, int seasonSteps) {
        int from = actualWh.length - forecastsWh.length;
        double absolute = 0;
        double actual = 0;
        for (int i = 0; i < forecastsWh.length; i++) {
            absolute += Math.abs(actualWh[from + i] - forecastsWh[i]);
            actual += Math.abs(actualWh[from + i]);
        }
        double yardstick = naiveError(actualWh, from, seasonSteps);
        return new ForecastError(forecastsWh.length, absolute, actual, yardstick * forecastsWh.length);
    }

    private static double naiveError(double[] actualWh, int until, int seasonSteps) {
        double sum = 0;
        for (int i = seasonSteps; i < until; i++) {
            sum += Math.abs(actualWh[i] - actualWh[i - seasonSteps]);
        }
        return until <= seasonSteps ? 0 : sum / (until - seasonSteps);
    }

    /** Both together. */
    public ForecastError plus(ForecastError other) {
        return new ForecastError(
                values + other.values,
                sumAbsoluteWh + other.sumAbsoluteWh,
                sumActualWh + other.sumActualWh,
                sumYardstickWh + other.sumYardstickWh);
    }

    /** Mean absolute error, Wh per step; 0 where nothing was judged. */
    public double maeWh() {
        return values == 0 ? 0 : sumAbsoluteWh / values;
    }

    /** Mean absolute error over mean absolute actual value; 0 where nothing flowed. */
    public double nmae() {
        return sumActualWh == 0 ? 0 : sumAbsoluteWh / sumActualWh;
    }

    /**
     * Mean absolute scaled error (Hyndman and Koehler, International Journal of Forecasting 22, 2006),
     * pooled over the fleet: below 1 is better than the seasonal naive method was on the history. 0 where
     * the history was perfectly periodic.
     */
    public double mase() {
        return sumYardstickWh == 0 ? 0 : sumAbsoluteWh / sumYardstickWh;
    }
}
