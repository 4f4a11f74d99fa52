package io.gridclear.meter.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gridclear.meter.seed.SeededDraws;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecasterTest {
    private static final int SEASON = 24;

    static double[] seasonal(long seed, int steps) {
        SeededDraws draws = SeededDraws.of(seed, "series");
        double[] series = new double[steps];
        for (int i = 0; i < steps; i++) {
            series[i] = 500 + 0.5 * i + 300 * Math.sin(2 * Math.PI * i / SEASON) + 40 * draws.nextGaussian();
        }
        return series;
    }

    static Stream<Arguments> methodsAndLeads() {
        return Stream.of(new SeasonalNaive(SEASON), new HoltWinters(SEASON, 0.3, 0.05, 0.2))
                .flatMap(method -> Stream.of(1, 3, SEASON).map(lead -> Arguments.of(method, lead)));
    }

    @ParameterizedTest
    @MethodSource("methodsAndLeads")
    void aForecastDoesNotSeeWhatComesAfterItWasMade(Forecaster method, int lead) {
        double[] actual = seasonal(1, 200);
        double[] known = method.forecast(actual, 100, lead);
        int changedFrom = 150;
        for (int i = changedFrom; i < actual.length; i++) {
            actual[i] = -1e6;
        }

        double[] again = method.forecast(actual, 100, lead);

        int untouched = changedFrom + lead - 100;
        assertThat(Arrays.copyOf(again, untouched)).isEqualTo(Arrays.copyOf(known, untouched));
    }

    @Test
    void holtWintersDoesSeeTheNewestValueItMay() {
        Forecaster method = new HoltWinters(SEASON, 0.3, 0.05, 0.2);
        double[] actual = seasonal(1, 200);
        double before = method.forecast(actual, 100, 3)[60];
        actual[100 + 60 - 3] += 1000;

        assertThat(method.forecast(actual, 100, 3)[60]).isNotEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("methodsAndLeads")
    void aPerfectlyPeriodicSeriesIsForecastPerfectly(Forecaster method, int lead) {
        double[] actual = new double[6 * SEASON];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = 100 + (i % SEASON) * 7;
        }

        double[] forecasts = method.forecast(actual, 4 * SEASON, lead);

        for (int i = 0; i < forecasts.length; i++) {
            assertThat(forecasts[i]).isCloseTo(actual[4 * SEASON + i], within(1e-9));
        }
    }

    @Test
    void seasonalNaiveIsTheValueOneSeasonBefore() {
        double[] actual = seasonal(2, 120);

        double[] forecasts = new SeasonalNaive(SEASON).forecast(actual, 72, 2);

        assertThat(forecasts).isEqualTo(Arrays.copyOfRange(actual, 48, 96));
    }

    /** The textbook's recursion, written with every state kept under its own index. */
    private static double slowHoltWinters(HoltWinters method, double[] y, int due, int lead) {
        int m = method.seasonSteps();
        int last = due - lead;
        double[] level = new double[last + 1];
        double[] trend = new double[last + 1];
        double[] season = new double[due + 1];
        double mean1 = Arrays.stream(y, 0, m).average().orElseThrow();
        double mean2 = Arrays.stream(y, m, 2 * m).average().orElseThrow();
        for (int i = 0; i < m; i++) {
            season[m + i] = (y[i] - mean1 + y[m + i] - mean2) / 2;
        }
        level[2 * m - 1] = mean2;
        trend[2 * m - 1] = method.beta() == 0 ? 0 : (mean2 - mean1) / m;
        for (int t = 2 * m; t <= last; t++) {
            level[t] = method.alpha() * (y[t] - season[t - m]) + (1 - method.alpha()) * (level[t - 1] + trend[t - 1]);
            trend[t] = method.beta() * (level[t] - level[t - 1]) + (1 - method.beta()) * trend[t - 1];
            season[t] = method.gamma() * (y[t] - level[t - 1] - trend[t - 1]) + (1 - method.gamma()) * season[t - m];
        }
        return level[last] + lead * trend[last] + season[due - m];
    }

    @ParameterizedTest
    @CsvSource({"1, 0.2, 0.0, 0.15", "2, 0.5, 0.1, 0.4", "5, 1.0, 1.0, 1.0", "24, 0.05, 0.01, 0.05", "3, 0, 0, 0"})
    void holtWintersIsTheTextbooksRecursion(int lead, double alpha, double beta, double gamma) {
        HoltWinters method = new HoltWinters(SEASON, alpha, beta, gamma);
        for (long seed = 1; seed <= 5; seed++) {
            double[] actual = seasonal(seed, 9 * SEASON);
            int from = 2 * SEASON + lead;

            double[] forecasts = method.forecast(actual, from, lead);

            for (int i = 0; i < forecasts.length; i++) {
                double expected = slowHoltWinters(method, actual, from + i, lead);
                assertThat(forecasts[i])
                        .as("seed %d, step %d", seed, from + i)
                        .isCloseTo(expected, within(1e-9 * (1 + Math.abs(expected))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "-1, 100", "25, 100", "1, 48", "24, 71", "1, 201"})
    void refusesALeadOrAStartOutOfRange(int lead, int from) {
        double[] actual = seasonal(1, 200);
        assertThatIllegalArgumentException().isThrownBy(() -> new SeasonalNaive(SEASON).forecast(actual, from, lead));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HoltWinters(SEASON, 0.1, 0.1, 0.1).forecast(actual, from, lead));
    }

    @Test
    void theEarliestStartIsTwoSeasonsAndTheLead() {
        double[] actual = seasonal(1, 200);

        assertThat(new HoltWinters(SEASON, 0.1, 0.1, 0.1).forecast(actual, 49, 1))
                .hasSize(151);
        assertThat(new HoltWinters(SEASON, 0.1, 0.1, 0.1).forecast(actual, 200, 1))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
    void refusesAWeightThatIsNone(double weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HoltWinters(SEASON, weight, 0, 0))
                .withMessageContaining("alpha");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HoltWinters(SEASON, 0, weight, 0))
                .withMessageContaining("beta");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HoltWinters(SEASON, 0, 0, weight))
                .withMessageContaining("gamma");
    }

    @Test
    void refusesAnEmptySeason() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SeasonalNaive(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HoltWinters(0, 0, 0, 0));
    }
}
