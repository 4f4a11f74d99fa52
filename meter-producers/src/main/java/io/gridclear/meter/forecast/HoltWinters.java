package io.gridclear.meter.forecast;

/**
 * Holt-Winters with additive season (Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
 * 3rd ed., section 8.3):
 *
 * <pre>
 *   level(t)  = alpha (y(t) - season(t - m)) + (1 - alpha) (level(t-1) + trend(t-1))
 *   trend(t)  = beta (level(t) - level(t-1)) + (1 - beta) trend(t-1)
 *   season(t) = gamma (y(t) - level(t-1) - trend(t-1)) + (1 - gamma) season(t - m)
 *   forecast(t + h) = level(t) + h trend(t) + season(t + h - m),  1 &lt;= h &lt;= m
 * </pre>
 *
 * Started on the first two seasons: level = mean of the second, trend = difference of the two means per
 * step, season = mean deviation of the two from their own means. The recursion itself then begins with
 * the third season.
 *
 * @param seasonSteps m, &gt; 0
 * @param alpha weight of the newest value in the level, [0, 1]
 * @param beta weight of the newest change in the trend, [0, 1]; 0 keeps the starting trend at zero
 * @param gamma weight of the newest deviation in the season, [0, 1]
 */
public record HoltWinters(int seasonSteps, double alpha, double beta, double gamma) implements Forecaster {
    /** @throws IllegalArgumentException if the season is empty or a weight lies outside [0, 1] */
    public HoltWinters {
        if (seasonSteps < 1) {
            throw new IllegalArgumentException("a season has at least one step, had " + seasonSteps);
        }
        checkWeight("alpha", alpha);
        checkWeight("beta", beta);
        checkWeight("gamma", gamma);
    }

    private static void checkWeight(String name, double weight) {
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException(name + " must lie in [0, 1], was " + weight);
        }
    }

    @Override
    public double[] forecast(double[] actual, int from, int leadSteps) {
        Forecaster.checkRange(seasonSteps, actual, from, leadSteps);
        double[] forecasts = new double[actual.length - from];
        int m = seasonSteps;
        double[] season = startingSeason(actual);
        double level = mean(actual, m);
        double trend = beta == 0 ? 0 : (mean(actual, m) - mean(actual, 0)) / m;
        int lastKnown = actual.length - 1 - leadSteps;
        for (int t = 2 * m - 1; t <= lastKnown; t++) {
            if (t >= 2 * m) {
                int slot = t % m;
                double expected = level + trend;
                double newLevel = alpha * (actual[t] - season[slot]) + (1 - alpha) * expected;
                season[slot] = gamma * (actual[t] - expected) + (1 - gamma) * season[slot];
                trend = beta * (newLevel - level) + (1 - beta) * trend;
                level = newLevel;
            }
            int due = t + leadSteps;
            if (due >= from) {
                forecasts[due - from] = level + leadSteps * trend + season[due % m];
            }
        }
        return forecasts;
    }

    private double[] startingSeason(double[] actual) {
        int m = seasonSteps;
        double firstMean = mean(actual, 0);
        double secondMean = mean(actual, m);
        double[] season = new double[m];
        for (int slot = 0; slot < m; slot++) {
            season[slot] = ((actual[slot] - firstMean) + (actual[m + slot] - secondMean)) / 2;
        }
        return season;
    }

    private double mean(double[] actual, int from) {
        double sum = 0;
        for (int i = from; i < from + seasonSteps; i++) {
            sum += actual[i];
        }
        return sum / seasonSteps;
    }
}
