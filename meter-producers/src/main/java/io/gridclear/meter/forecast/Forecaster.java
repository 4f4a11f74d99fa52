package io.gridclear.meter.forecast;

/**
 * A way to say what the next values of a seasonal series will be. Implementations are immutable and
 * thread-safe.
 */
public sealed interface Forecaster permits SeasonalNaive, HoltWinters {
    /** Steps of one season. */
    int seasonSteps();

    /**
     * Forecasts as they would have been made while time went by: the forecast of step {@code i} uses the
     * actual values up to step {@code i - leadSteps} and none after.
     *
     * @param actual the actual series; values that a forecast may not see yet are not read for it
     * @param from first step to forecast; at least two seasons and {@code leadSteps} must lie before it
     * @param leadSteps how far ahead a forecast is made, &gt; 0, at most a season
     * @return forecasts of the steps {@code from} to {@code actual.length - 1}; not bounded below, since
     *     the method does not know what a negative value means
     * @throws IllegalArgumentException if a number is out of its range
     */
    double[] forecast(double[] actual, int from, int leadSteps);

    /** The checks that all methods share. */
    static void checkRange(int seasonSteps, double[] actual, int from, int leadSteps) {
        if (leadSteps < 1 || leadSteps > seasonSteps) {
            throw new IllegalArgumentException(
                    "the lead must be 1 to " + seasonSteps + " steps (a season), was " + leadSteps);
        }
        if (from < 2 * seasonSteps + leadSteps || from > actual.length) {
            throw new IllegalArgumentException("forecasts can start at step " + (2 * seasonSteps + leadSteps) + " to "
                    + actual.length + ", asked for " + from);
        }
    }
}
