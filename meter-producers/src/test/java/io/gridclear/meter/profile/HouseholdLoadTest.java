package io.gridclear.meter.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseholdLoadTest {
    private static final ProfileCalendar HOURS = new ProfileCalendar(LocalDate.of(2026, 1, 1), 60);
    private static final ProfileCalendar QUARTERS = new ProfileCalendar(LocalDate.of(2026, 1, 1), 15);
    private static final int YEAR = 365 * 24;

    @Test
    void theStandardYearAddsUpToItsMean() {
        double sum = IntStream.range(0, YEAR)
                .mapToDouble(hour -> HouseholdLoad.standardKwh(HOURS, hour))
                .sum();

        assertThat(sum / YEAR).isCloseTo(1, within(0.01));
    }

    @Test
    void aHouseholdsYearAddsUpToItsAnnualConsumptionButForItsLuck() {
        HouseholdLoad household = HouseholdLoad.of(1, 17);

        double sum = Arrays.stream(household.seriesKwh(HOURS, 0, YEAR)).sum();

        assertThat(sum).isCloseTo(household.annualKwh(), within(0.03 * household.annualKwh()));
    }

    @Test
    void dailyEnergyOfAFleetIsThatOfHouseholds() {
        // Households in central Europe without electric heating: some 2,500 to 4,500 kWh a year, 7 to 12 kWh a day.
        int june = 165 * 24;
        double sum = 0;
        for (int household = 0; household < 1000; household++) {
            sum += Arrays.stream(HouseholdLoad.of(7, household).seriesKwh(HOURS, june, 24))
                    .sum();
        }

        assertThat(sum / 1000).isBetween(7.0, 12.0);
    }

    @Test
    void householdsDifferWithinReason() {
        double[] annual = IntStream.range(0, 1000)
                .mapToDouble(household -> HouseholdLoad.of(7, household).annualKwh())
                .sorted()
                .toArray();

        assertThat(annual[0]).isGreaterThanOrEqualTo(900);
        assertThat(annual[999]).isLessThanOrEqualTo(12_000);
        assertThat(annual[500]).isCloseTo(3500, within(200.0));
        assertThat(annual[900] / annual[100]).isBetween(2.0, 3.0);
    }

    @Test
    void anHourIsTheSumOfItsQuarters() {
        HouseholdLoad household = HouseholdLoad.of(3, 5);
        for (int hour = -48; hour < 48; hour++) {
            double quarters = 0;
            for (int quarter = 0; quarter < 4; quarter++) {
                quarters += household.expectedKwh(QUARTERS, 4 * hour + quarter);
            }
            assertThat(household.expectedKwh(HOURS, hour)).isCloseTo(quarters, within(1e-12));
        }
    }

    @Test
    void winterIsHigherThanSummer() {
        assertThat(weekKwh(19) / weekKwh(19 + 182)).isCloseTo(1.2 / 0.8, within(0.02));
    }

    /** The week around a day: weekends weigh the same in every week. */
    private static double weekKwh(int day) {
        return IntStream.range(0, 168)
                .mapToDouble(hour -> HouseholdLoad.standardKwh(HOURS, (day - 3) * 24 + hour))
                .sum();
    }

    @Test
    void thereIsANightValleyAndAnEveningPeak() {
        double[] monday = IntStream.range(4 * 24, 5 * 24)
                .mapToDouble(hour -> HouseholdLoad.standardKwh(HOURS, hour))
                .toArray();
        double mean = Arrays.stream(monday).average().orElseThrow();
        int peak = IntStream.range(0, 24).reduce(0, (a, b) -> monday[b] > monday[a] ? b : a);
        int valley = IntStream.range(0, 24).reduce(0, (a, b) -> monday[b] < monday[a] ? b : a);

        assertThat(peak).isEqualTo(19);
        assertThat(valley).isBetween(1, 4);
        assertThat(monday[valley] / mean).isBetween(0.3, 0.5);
        assertThat(monday[peak] / mean).isBetween(1.5, 2.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24, 100})
    void aSeriesIsTheBeginningOfALongerOne(int count) {
        HouseholdLoad household = HouseholdLoad.of(3, 5);

        double[] shorter = household.seriesKwh(HOURS, -24, count);
        double[] longer = household.seriesKwh(HOURS, -24, count + 50);

        assertThat(shorter).isEqualTo(Arrays.copyOf(longer, count));
    }

    @Test
    void loadIsAlwaysPositive() {
        assertThat(Arrays.stream(HouseholdLoad.of(3, 5).seriesKwh(QUARTERS, 0, 10_000)))
                .allMatch(kwh -> kwh > 0);
    }
}
