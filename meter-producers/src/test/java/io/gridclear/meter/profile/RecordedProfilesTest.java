package io.gridclear.meter.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedProfilesTest {
    @TempDir
    Path folder;

    private SeriesTable loads;
    private SeriesTable pv;

    @BeforeEach
    void twentyDaysOfTwoLoadsAndOnePlant() throws IOException {
        loads = table("loads.csv", SampleSeries.csv(20, "MT_1", "MT_2"));
        pv = table("pv.csv", SampleSeries.csv(20, "PV_1"));
    }

    private SeriesTable table(String name, String csv) throws IOException {
        return SeriesFile.read(Files.writeString(folder.resolve(name), csv));
    }

    private static PointSeat consumer(int point) {
        return new PointSeat(point, 0, PointKind.CONSUMER, point, 0);
    }

    @Test
    void theFirstTurnTakesAColumnAsItStands() {
        RecordedProfiles profiles = new RecordedProfiles(1, loads, pv, 5, 0, 24);

        double[] first = profiles.energyOf(consumer(0)).loadKwh();
        double[] second = profiles.energyOf(consumer(1)).loadKwh();

        for (int hour = 0; hour < 24; hour++) {
            int row = 4 * 24 + hour;
            assertThat(first[profiles.historySteps() + hour]).isEqualTo(SampleSeries.value(0, row));
            assertThat(second[profiles.historySteps() + hour]).isEqualTo(SampleSeries.value(1, row));
        }
    }

    @Test
    void laterTurnsScaleAColumnByASeededFactor() {
        RecordedProfiles profiles = new RecordedProfiles(1, loads, pv, 5, 0, 24);
        double[] first = profiles.energyOf(consumer(0)).loadKwh();
        for (int point = 2; point < 100; point += 2) {
            double[] later = profiles.energyOf(consumer(point)).loadKwh();
            double factor = later[0] / first[0];

            assertThat(factor).isBetween(0.6, 1.4).isNotEqualTo(1.0);
            assertThat(later[later.length - 1]).isCloseTo(factor * first[first.length - 1], within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // day, start hour, recorded history, standard history
        "1, 0, 0, 72",
        "1, 6, 6, 66",
        "2, 0, 24, 48",
        "4, 0, 72, 0",
        "5, 3, 99, 0",
        "15, 0, 336, 0",
        "20, 0, 336, 0"
    })
    void historyIsWhatTheFilesHoldAndAtLeastThreeDays(int day, int startHour, int recorded, int standard) {
        RecordedProfiles profiles = new RecordedProfiles(1, loads, pv, day, startHour, 12);

        double[] load = profiles.energyOf(consumer(0)).loadKwh();

        assertThat(profiles.historySteps()).isEqualTo(recorded + standard);
        assertThat(load).hasSize(recorded + standard + 12);
        int firstRow = (day - 1) * 24 + startHour - recorded;
        assertThat(load[standard]).isEqualTo(SampleSeries.value(0, firstRow));
    }

    @Test
    void standardDaysHaveTheMeanOfTheColumnAndTheCourseOfAHousehold() {
        RecordedProfiles profiles = new RecordedProfiles(1, loads, pv, 1, 0, 12);

        double[] history = Arrays.copyOf(profiles.energyOf(consumer(0)).loadKwh(), 72);

        // summer is a fifth below the year's mean
        double mean = loads.mean(0);
        assertThat(Arrays.stream(history).average().orElseThrow()).isBetween(0.75 * mean, mean);
        assertThat(history[19]).isGreaterThan(2 * history[3]);
        assertThat(profiles.notes()).anyMatch(note -> note.contains("72 hours of a standard profile"));
    }

    @Test
    void aPlantIsSizedAgainstItsHousehold() {
        RecordedProfiles profiles = new RecordedProfiles(1, loads, pv, 5, 0, 24);
        for (int point = 0; point < 50; point++) {
            PointEnergy energy = profiles.energyOf(new PointSeat(point, 0, PointKind.PROSUMER, point % 2, 0));
            double capacityKw = energy.pvKwh()[100] / SampleSeries.value(0, 100);
            double ratio = capacityKw * pv.mean(0) / loads.mean(point % 2);

            assertThat(ratio).as("point %d", point).isBetween(0.3, 0.8);
        }
    }

    @Test
    void aPlantAloneUsesNothing() {
        RecordedProfiles profiles = new RecordedProfiles(1, loads, pv, 5, 0, 24);

        PointEnergy energy = profiles.energyOf(new PointSeat(3, 0, PointKind.PRODUCER, 0, 0));

        assertThat(energy.loadKwh()).containsOnly(0);
        assertThat(Arrays.stream(energy.pvKwh())).allMatch(kwh -> kwh > 0);
    }

    @Test
    void aGapTakesTheSameHourOfTheDayBeforeAndIsMarkedAndSaid() throws IOException {
        String gap = SampleSeries.csv(20, "MT_1", "MT_2").replace("2014-06-06 10:00:00,2.05,", "2014-06-06 10:00:00,,");
        RecordedProfiles profiles = new RecordedProfiles(1, table("gap.csv", gap), pv, 5, 0, 24);

        PointEnergy energy = profiles.energyOf(consumer(0));
        int step = profiles.historySteps() + 9;

        assertThat(energy.loadKwh()[step]).isEqualTo(SampleSeries.value(0, 3 * 24 + 9));
        assertThat(energy.estimated(step)).isTrue();
        assertThat(energy.estimated(step - 1)).isFalse();
        assertThat(profiles.energyOf(consumer(1)).estimated(step)).isFalse();
        assertThat(profiles.notes())
                .singleElement()
                .asString()
                .contains("gap.csv, column MT_1: 1 of 120 hours have no value");
    }

    @Test
    void aGapOnTheFirstDayTakesTheFirstLaterDay() throws IOException {
        String gap = SampleSeries.csv(20, "MT_1").replace("2014-06-02 10:00:00,1.09", "2014-06-02 10:00:00,");
        RecordedProfiles profiles = new RecordedProfiles(1, table("gap.csv", gap), pv, 1, 0, 24);

        PointEnergy energy = profiles.energyOf(consumer(0));

        assertThat(energy.loadKwh()[72 + 9]).isEqualTo(SampleSeries.value(0, 24 + 9));
        assertThat(energy.estimated(72 + 9)).isTrue();
    }

    @Test
    void aGapOutsideThePlanAndItsHistoryIsNotWorthANote() throws IOException {
        String gap = SampleSeries.csv(20, "MT_1").replaceAll("2014-06-21 10:00:00,.*", "2014-06-21 10:00:00,");

        assertThat(new RecordedProfiles(1, table("gap.csv", gap), pv, 5, 0, 24).notes())
                .isEmpty();
        assertThat(new RecordedProfiles(1, table("gap.csv", gap), pv, 20, 0, 24).notes())
                .hasSize(1);
    }

    @Test
    void refusesAColumnThatNeverHasAValueForAnHour() throws IOException {
        String gaps = SampleSeries.csv(20, "MT_1").replaceAll("( 10:00:00),.*", "$1,");
        SeriesTable table = table("gap.csv", gaps);

        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> new RecordedProfiles(1, table, pv, 5, 0, 24))
                .withMessageContaining("column MT_1 has no value for the hour ending 10:00 on any day");
    }

    @Test
    void aColumnOfZerosStaysZeros() throws IOException {
        String zeros = SampleSeries.csv(20, "PV_1").replaceAll("00:00,.*", "00:00,0");
        RecordedProfiles profiles = new RecordedProfiles(1, loads, table("zeros.csv", zeros), 1, 0, 24);

        PointEnergy energy = profiles.energyOf(new PointSeat(0, 0, PointKind.PROSUMER, 0, 0));

        assertThat(energy.pvKwh()).containsOnly(0);
    }

    @Test
    void refusesADayThatTheFileDoesNotHave() {
        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> new RecordedProfiles(1, loads, pv, 21, 0, 1))
                .withMessageContaining("day 21 was asked for, the file has 20 full days");
    }

    @Test
    void refusesAPlanBeyondTheFilesEnd() {
        new RecordedProfiles(1, loads, pv, 20, 0, 24);
        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> new RecordedProfiles(1, loads, pv, 20, 6, 24))
                .withMessageContaining("loads.csv: ends 6 hours too early: 24 periods from day 20, hour 6");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, -1, 1", "1, 24, 1", "1, 0, 0"})
    void refusesNumbersOutOfRange(int day, int hour, int steps) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordedProfiles(1, loads, pv, day, hour, steps));
    }

    @Test
    void theRealSeriesCanBePlannedOnEveryDay() {
        SeriesTable realLoads = SeriesFile.read(SharedData.file("loads_uci_2014-06-02_14d_hourly_kwh.csv"));
        SeriesTable realPv = SeriesFile.read(SharedData.file("pv_nrel_spdis_ny_2006-06-05_14d_hourly_kwh_per_kw.csv"));
        for (int day = 1; day <= 14; day++) {
            RecordedProfiles profiles = new RecordedProfiles(1, realLoads, realPv, day, 0, 24);
            double[] pvKwh = profiles.energyOf(new PointSeat(0, 0, PointKind.PROSUMER, 0, 0))
                    .pvKwh();

            assertThat(pvKwh[profiles.historySteps()])
                    .as("day %d, midnight", day)
                    .isZero();
            assertThat(pvKwh[profiles.historySteps() + 12])
                    .as("day %d, noon", day)
                    .isPositive();
        }
    }

    /** A second table of the same plant with one hundred times the values. */
    private SeriesTable hundredfold(int days, String column) throws IOException {
        return table("forecast.csv", SampleSeries.csv(days, column).replaceAll("(?m)(,[0-9]+)\\.([0-9]{2})$", "$1$2"));
    }

    @Test
    void aForecastOfAPlantIsScaledAsThePlantIs() throws IOException {
        SeriesTable forecast = hundredfold(20, "PV_1");
        RecordedProfiles profiles = new RecordedProfiles(1, loads, pv, forecast, 5, 6, 12);
        PointSeat roof = new PointSeat(7, 0, PointKind.PROSUMER, 1, 3);

        PointEnergy energy = profiles.energyOf(roof);
        double[] expected = energy.pvForecastKwh().orElseThrow();

        assertThat(expected).hasSize(12);
        for (int hour = 0; hour < 12; hour++) {
            assertThat(expected[hour]).isCloseTo(100 * energy.pvKwh()[profiles.historySteps() + hour], within(1e-6));
        }
        PointEnergy without = new RecordedProfiles(1, loads, pv, 5, 6, 12).energyOf(roof);
        assertThat(energy.pvKwh()).isEqualTo(without.pvKwh());
        assertThat(without.pvForecastKwh()).isEmpty();
    }

    @Test
    void forecastsOfOtherPlantsOrOfTooFewHoursAreRefused() throws IOException {
        SeriesTable others = table("others.csv", SampleSeries.csv(20, "PV_2"));
        SeriesTable few = hundredfold(5, "PV_1");

        assertThat(new RecordedProfiles(1, loads, pv, few, 5, 0, 24).plannedSteps())
                .isEqualTo(24);
        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> new RecordedProfiles(1, loads, pv, others, 5, 0, 24))
                .withMessageContaining("has forecasts of [PV_2]");
        assertThatExceptionOfType(SeriesFileException.class)
                .isThrownBy(() -> new RecordedProfiles(1, loads, pv, few, 5, 1, 24))
                .withMessageContaining("ends 1 hours too early");
    }
}
