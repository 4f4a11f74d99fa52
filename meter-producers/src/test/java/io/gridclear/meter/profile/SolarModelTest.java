package io.gridclear.meter.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SolarModelTest {
    private static final int EQUINOX = 81;
    private static final int SUMMER_SOLSTICE = 172;
    private static final int WINTER_SOLSTICE = 355;
    private static final ProfileCalendar JANUARY = new ProfileCalendar(LocalDate.of(2026, 1, 1), 60);
    private static final ProfileCalendar JUNE = new ProfileCalendar(LocalDate.of(2026, 6, 15), 60);
    private static final int YEAR = 365 * 24;

    @Test
    void declinationIsZeroAtTheEquinoxAndLargestAtTheSolstices() {
        assertThat(SunAbove.declinationDeg(EQUINOX)).isCloseTo(0, within(1e-9));
        assertThat(SunAbove.declinationDeg(SUMMER_SOLSTICE)).isCloseTo(23.45, within(0.01));
        assertThat(SunAbove.declinationDeg(WINTER_SOLSTICE)).isCloseTo(-23.45, within(0.01));
    }

    @ParameterizedTest
    @CsvSource({"81, 48, 42.0", "172, 48, 65.45", "355, 48, 18.55", "172, 23.45, 90.0", "81, 0, 90.0"})
    void atNoonTheSunStandsAtTheComplementOfTheLatitudePlusDeclination(int day, double latitude, double elevation) {
        double sine = new SunAbove(latitude).sinElevation(day, 12);

        assertThat(Math.toDegrees(Math.asin(sine))).isCloseTo(elevation, within(0.1));
    }

    @Test
    void atTheEquinoxTheSunRisesAtSixAndSetsAtEighteen() {
        SunAbove sun = new SunAbove(48);

        assertThat(sun.sinElevation(EQUINOX, 6)).isCloseTo(0, within(1e-9));
        assertThat(sun.sinElevation(EQUINOX, 18)).isCloseTo(0, within(1e-9));
        assertThat(sun.clearSkyWattsPerM2(EQUINOX, 5.99)).isZero();
        assertThat(sun.clearSkyWattsPerM2(EQUINOX, 6.2)).isPositive();
    }

    @Test
    void irradianceUnderTheZenithIsHaurwitzNumber() {
        // 1098 exp(-0.059)
        assertThat(new SunAbove(0).clearSkyWattsPerM2(EQUINOX, 12)).isCloseTo(1035.1, within(0.1));
    }

    @Test
    void plantsMakeNothingAtNightAndMostAroundNoon() {
        double[] day = new double[24];
        for (int plant = 0; plant < 100; plant++) {
            double[] one = new PvPlant(1, plant, 5.0).seriesKwh(AreaSky.clear(JUNE, 0, 24));
            Arrays.setAll(day, hour -> day[hour] + one[hour]);
        }

        assertThat(IntStream.of(0, 1, 2, 22, 23)).allMatch(hour -> day[hour] == 0);
        assertThat(IntStream.range(0, 24).reduce(0, (a, b) -> day[b] > day[a] ? b : a))
                .isBetween(11, 12);
    }

    @Test
    void aPlantNeverMakesMoreThanItsCapacityAllows() {
        AreaSky sky = AreaSky.clear(JANUARY, 0, YEAR).clouded(3, 0, 1.0);
        double[] year = new PvPlant(3, 4, 5.0).seriesKwh(sky);

        assertThat(Arrays.stream(year).max().orElseThrow()).isBetween(3.0, 5.0);
    }

    @Test
    void theYearlyYieldIsWhatPlantsAreSizedWith() {
        AreaSky clear = AreaSky.clear(JANUARY, 0, YEAR);
        double sum = 0;
        for (int plant = 0; plant < 20; plant++) {
            sum += Arrays.stream(new PvPlant(3, plant, 1.0).seriesKwh(clear.clouded(3, plant, 1.0)))
                    .sum();
        }

        // Plants in central Europe yield 800 to 1,100 kWh per kW and year.
        assertThat(sum / 20).isCloseTo(PvPlant.ANNUAL_KWH_PER_KW, within(50.0));
    }

    @Test
    void cloudsTakeAwayAndNeverAdd() {
        AreaSky clear = AreaSky.clear(JUNE, 0, 240);
        AreaSky clouded = clear.clouded(5, 2, 1.0);
        for (int hour = 0; hour < 240; hour++) {
            assertThat(clouded.kwhPerM2(hour)).isBetween(0.15 * clear.kwhPerM2(hour), clear.kwhPerM2(hour));
        }
    }

    @Test
    void neighboursStandUnderTheSameSkyAndOtherAreasUnderAnother() {
        AreaSky clear = AreaSky.clear(JANUARY, 0, YEAR);
        double[] one = new PvPlant(5, 1, 1.0).seriesKwh(clear.clouded(5, 0, 1.0));
        double[] neighbour = new PvPlant(5, 2, 1.0).seriesKwh(clear.clouded(5, 0, 1.0));
        double[] faraway = new PvPlant(5, 3, 1.0).seriesKwh(clear.clouded(5, 1, 1.0));

        assertThat(cloudCorrelation(one, neighbour, clear)).isGreaterThan(0.9);
        assertThat(cloudCorrelation(one, faraway, clear)).isLessThan(0.2);
    }

    /** Correlation of what the clouds let through, in daylight. */
    private static double cloudCorrelation(double[] some, double[] others, AreaSky clear) {
        int[] daylight = IntStream.range(0, clear.steps())
                .filter(i -> clear.kwhPerM2(i) > 0.1)
                .toArray();
        double[] x = Arrays.stream(daylight)
                .mapToDouble(i -> some[i] / clear.kwhPerM2(i))
                .toArray();
        double[] y = Arrays.stream(daylight)
                .mapToDouble(i -> others[i] / clear.kwhPerM2(i))
                .toArray();
        return Correlation.of(x, y);
    }
}
