package io.gridclear.meter.forecast;

/**
 * Seasonal naive: the value one season before (Hyndman and Athanasopoulos, Forecasting: Principles and
 * Practice, 3rd ed., section 5.2). The yardstick that any other method has to beat.
 *
 * @param seasonSteps steps of one season, &gt; 0
 */
public record SeasonalNaive(int seasonSteps) implements Forecaster {
    /** @throws IllegalArgumentException if the season is empty */
    public SeasonalNaive {
        if (seasonSteps < 1) {
            throw new IllegalArgumentException("a season has at least one step, had " + seasonSteps);
        }
    }

    @Override
    public double[] forecast(double[] actual, int from, int leadSteps) {
        Forecaster.checkRange(seasonSteps, actual, from, leadSteps);
        double[] forecasts = new double[actual.length - from];
        System.arraycopy(actual, from - seasonSteps, forecasts, 0, forecasts.length);
        return forecasts;
    }
}
