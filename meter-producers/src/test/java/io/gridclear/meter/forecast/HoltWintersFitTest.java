package io.gridclear.meter.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HoltWintersFitTest {
    private static final int SEASON = 24;

    private static double squaredErrors(Forecaster method, double[] history, int from, int lead) {
        double[] forecasts = method.forecast(history, from, lead);
        double sum = 0;
        for (int i = 0; i < forecasts.length; i++) {
            sum += Math.pow(history[from + i] - forecasts[i], 2);
        }
        return sum;
    }

    @Test
    void noOtherWeightsOfTheGridWouldHaveBeenBetter() {
        for (long seed = 1; seed <= 10; seed++) {
            double[] history = ForecasterTest.seasonal(seed, 7 * SEASON);
            HoltWinters fitted = HoltWintersFit.fit(history, SEASON, 2);
            double least = squaredErrors(fitted, history, 2 * SEASON + 2, 2);
            for (double alpha : HoltWintersFit.ALPHAS) {
                for (double beta : HoltWintersFit.BETAS) {
                    for (double gamma : HoltWintersFit.GAMMAS) {
                        HoltWinters other = new HoltWinters(SEASON, alpha, beta, gamma);
                        assertThat(squaredErrors(other, history, 2 * SEASON + 2, 2))
                                .as("seed %d, %s", seed, other)
                                .isGreaterThanOrEqualTo(least);
                    }
                }
            }
        }
    }

    @Test
    void aLevelThatJumpsWantsAHighAlpha() {
        double[] jumping = new double[7 * SEASON];
        for (int i = 0; i < jumping.length; i++) {
            jumping[i] = 1000 * (i / 30 % 3) + 10.0 * (i % SEASON);
        }

        assertThat(HoltWintersFit.fit(jumping, SEASON, 1).alpha()).isEqualTo(0.5);
    }

    @Test
    void aHistoryThatLeavesNothingToJudgeGetsTheMiddleOfTheGrid() {
        double[] history = ForecasterTest.seasonal(1, 2 * SEASON + 1);

        HoltWinters fitted = HoltWintersFit.fit(history, SEASON, 1);

        assertThat(fitted).isEqualTo(new HoltWinters(SEASON, 0.2, 0.0, 0.15));
    }

    @Test
    void theMethodsOfAFleetFitThemselves() {
        double[] history = ForecasterTest.seasonal(3, 7 * SEASON);

        assertThat(ForecastMethod.SEASONAL_NAIVE.fit(history, SEASON, 2)).isEqualTo(new SeasonalNaive(SEASON));
        assertThat(ForecastMethod.HOLT_WINTERS.fit(history, SEASON, 2))
                .isEqualTo(HoltWintersFit.fit(history, SEASON, 2));
    }

    @Test
    void holtWintersBeatsTheNaiveMethodWhereTheLevelMovesSlowly() {
        double[] series = ForecasterTest.seasonal(4, 14 * SEASON);
        double[] history = Arrays.copyOf(series, 7 * SEASON);
        double[] naive = new SeasonalNaive(SEASON).forecast(series, 7 * SEASON, 2);
        double[] fitted = HoltWintersFit.fit(history, SEASON, 2).forecast(series, 7 * SEASON, 2);

        assertThat(ForecastError.of(series, fitted, SEASON).maeWh())
                .isLessThan(ForecastError.of(series, naive, SEASON).maeWh());
    }
}
