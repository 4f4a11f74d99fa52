package io.gridclear.meter.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ForecastErrorTest {
    /** History 10, 20, 14, 18 with season 2: the naive method was off by 4 and 2, so its yardstick is 3. */
    private static final double[] ACTUAL = {10, 20, 14, 18, 12, -8};

    @Test
    void countsMeanAbsoluteAndScaledError() {
        ForecastError error = ForecastError.of(ACTUAL, new double[] {15, -2}, 2);

        assertThat(error.values()).isEqualTo(2);
        assertThat(error.maeWh()).isEqualTo((3 + 6) / 2.0);
        assertThat(error.nmae()).isEqualTo((3 + 6) / 20.0);
        assertThat(error.mase()).isEqualTo((3 + 6) / 2.0 / 3.0);
    }

    @Test
    void aPerfectForecastHasNoError() {
        ForecastError error = ForecastError.of(ACTUAL, new double[] {12, -8}, 2);

        assertThat(error.maeWh()).isZero();
        assertThat(error.nmae()).isZero();
        assertThat(error.mase()).isZero();
    }

    @Test
    void aFleetsErrorIsThatOfAllItsForecasts() {
        ForecastError one = ForecastError.of(ACTUAL, new double[] {15, -2}, 2);
        ForecastError other = ForecastError.of(new double[] {0, 0, 6, 6, 10}, new double[] {4}, 2);

        ForecastError fleet = one.plus(other).plus(ForecastError.NONE);

        assertThat(fleet.values()).isEqualTo(3);
        assertThat(fleet.maeWh()).isEqualTo((3 + 6 + 6) / 3.0);
        assertThat(fleet.nmae()).isEqualTo((3 + 6 + 6) / 30.0);
        // yardsticks 3, 3 and 6
        assertThat(fleet.mase()).isCloseTo(15 / 12.0, within(1e-12));
    }

    @Test
    void nothingJudgedIsNoError() {
        assertThat(ForecastError.NONE.maeWh()).isZero();
        assertThat(ForecastError.NONE.nmae()).isZero();
        assertThat(ForecastError.NONE.mase()).isZero();
    }

    @Test
    void aReportAddsUpPointByPoint() {
        ForecastError one = ForecastError.of(ACTUAL, new double[] {15, -2}, 2);
        ForecastReport report = ForecastReport.none(ForecastMethod.HOLT_WINTERS, 2)
                .plus(one, ForecastError.NONE, one)
                .plus(one, one, one);

        assertThat(report.load().values()).isEqualTo(4);
        assertThat(report.pv().values()).isEqualTo(2);
        assertThat(report.net().values()).isEqualTo(4);
    }
}
