package io.gridclear.meter.forecast;

import java.util.List;

/**
 * Chooses the weights of {@link HoltWinters} on a history: all combinations of a small grid, the one
 * with the least sum of squared errors at the lead at which bids are made wins; on a tie the first.
 *
 * <p>A grid instead of an optimiser: 3 x 2 x 3 combinations are the same on every machine, cannot
 * diverge, and cost a fleet of 20,000 meters seconds. The trend is nearly off in all of them, because
 * a trend learned from a morning overshoots by noon.
 */
public final class HoltWintersFit {
    static final List<Double> ALPHAS = List.of(0.05, 0.2, 0.5);
    static final List<Double> BETAS = List.of(0.0, 0.01);
    static final List<Double> GAMMAS = List.of(0.05, 0.15, 0.4);

    private HoltWintersFit() {}

    /**
     * The best weights for this history.
     *
     * @param history actual values; two seasons start the method, the rest is what it is judged on
     * @param seasonSteps steps of one season
     * @param leadSteps how far ahead forecasts will be made
     * @return the middle of the grid where the history leaves nothing to judge on
     */
    public static HoltWinters fit(double[] history, int seasonSteps, int leadSteps) {
        HoltWinters best = new HoltWinters(seasonSteps, 0.2, 0.0, 0.15);
        int judgedFrom = 2 * seasonSteps + leadSteps;
        if (history.length <= judgedFrom) {
            return best;
        }
        double least = Double.POSITIVE_INFINITY;
        for (double alpha : ALPHAS) {
            for (double beta : BETAS) {
                for (double gamma : GAMMAS) {
                    HoltWinters candidate = new HoltWinters(seasonSteps, alpha, beta, gamma);
                    double errors = squaredErrors(candidate, history, judgedFrom, leadSteps);
                    if (errors < least) {
                        least = errors;
                        best = candidate;
                    }
                }
            }
        }
        return best;
    }

    private static double squaredErrors(HoltWinters candidate, double[] history, int from, int leadSteps) {
        double[] forecasts = candidate.forecast(history, from, leadSteps);
        double sum = 0;
        for (int i = 0; i < forecasts.length; i++) {
            double error = history[from + i] - forecasts[i];
            sum += error * error;
        }
        return sum;
    }
}
