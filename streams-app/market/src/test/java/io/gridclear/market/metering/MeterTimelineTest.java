package io.gridclear.market.metering;

import static io.gridclear.market.metering.ReadingQuality.EDITED;
import static io.gridclear.market.metering.ReadingQuality.ESTIMATED;
import static io.gridclear.market.metering.ReadingQuality.MISSING;
import static io.gridclear.market.metering.ReadingQuality.VALID;
import static io.gridclear.market.metering.Readings.DAY;
import static io.gridclear.market.metering.Readings.MIDNIGHT;
import static io.gridclear.market.metering.Readings.MINUTE;
import static io.gridclear.market.metering.Readings.QUARTER;
import static io.gridclear.market.metering.Readings.quarter;
import static io.gridclear.market.metering.Readings.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the fold as tables: readings in minutes after midnight, periods of a quarter of an hour. */
class MeterTimelineTest {

    private static final PeriodGrid QUARTERS = PeriodGrid.of(QUARTER);

    private static PeriodEnergy fold(int quarter, IntervalReading... readings) {
        return MeterTimeline.of(List.of(readings), QUARTERS).energy(quarter(quarter));
    }

    private static long[] imports(int quarters, IntervalReading... readings) {
        MeterTimeline timeline = MeterTimeline.of(List.of(readings), QUARTERS);
        return IntStream.range(0, quarters)
                .mapToLong(n -> timeline.energy(quarter(n)).importWh())
                .toArray();
    }

    @ParameterizedTest(name = "{0} minutes of {1} Wh: {2}")
    @CsvSource({
        "1, 7, 7 0 0 0",
        "5, 7, 7 0 0 0",
        "15, 7, 7 0 0 0",
        // what the division leaves goes to the earliest
        "30, 7, 4 3 0 0",
        "60, 7, 2 2 2 1",
        "60, 4, 1 1 1 1",
        "60, 3, 1 1 1 0",
        "60, 0, 0 0 0 0",
        // by time: 15 and 5 of 20 minutes
        "20, 8, 6 2 0 0",
        "20, 9, 7 2 0 0",
        "1440, 960000000000, 10000000000 10000000000 10000000000 10000000000",
        "1440, 1000000000000, 10416666667 10416666667 10416666667 10416666667",
        "1500, 100, 1 1 1 1",
    })
    void aReadingOfAnyLengthIsSplitByTime(long minutes, long wh, String parts) {
        long[] expected =
                Arrays.stream(parts.split(" ")).mapToLong(Long::parseLong).toArray();
        assertThat(imports(4, reading(0, minutes, wh, 0))).containsExactly(expected);
    }

    @Test
    void thePartsOfAnUnalignedReadingAddUpToIt() {
        // 14 of 1,440 minutes in the first quarter, 1 in the last
        IntervalReading day = reading(1, 1_441, 1_000_003, 77);
        MeterTimeline timeline = MeterTimeline.of(List.of(day), QUARTERS);
        List<PeriodEnergy> energies = IntStream.range(0, 97)
                .mapToObj(n -> timeline.energy(quarter(n)))
                .toList();
        assertThat(energies.stream().mapToLong(PeriodEnergy::importWh).sum()).isEqualTo(1_000_003);
        assertThat(energies.stream().mapToLong(PeriodEnergy::exportWh).sum()).isEqualTo(77);
        assertThat(energies.get(0).coveredMs()).isEqualTo(14 * MINUTE);
        assertThat(energies.get(96).coveredMs()).isEqualTo(MINUTE);
    }

    @Test
    void subIntervalsAddUpAndTheirGapIsNotCovered() {
        assertThat(fold(0, reading(0, 5, 10, 1), reading(5, 10, 20, 0), reading(10, 15, 30, 2)))
                .isEqualTo(new PeriodEnergy(quarter(0), 60, 3, QUARTER, VALID, false));
        assertThat(fold(0, reading(0, 5, 10, 1), reading(10, 15, 30, 2)))
                .isEqualTo(new PeriodEnergy(quarter(0), 40, 3, 10 * MINUTE, VALID, false));
        assertThat(fold(0)).isEqualTo(PeriodEnergy.nothing(quarter(0)));
        assertThat(fold(1, reading(0, 15, 10, 1), reading(30, 45, 10, 1))).isEqualTo(PeriodEnergy.nothing(quarter(1)));
    }

    /** Two readings of one interval: the one with 2 Wh counts. */
    static List<List<IntervalReading>> pairs() {
        return List.of(
                List.of(reading(0, 15, 9, 0), reading(0, 15, 2, 0, r -> r.revision(1))),
                List.of(
                        reading(0, 15, 9, 0, r -> r.revision(1).madeAt(MIDNIGHT + 5)),
                        reading(0, 15, 2, 0, r -> r.revision(2).madeAt(MIDNIGHT))),
                // of equal revisions the later made, then the worse quality, the greater import, export, registers
                List.of(
                        reading(0, 15, 9, 9, r -> r.madeAt(MIDNIGHT)),
                        reading(0, 15, 2, 0, r -> r.madeAt(MIDNIGHT + 1))),
                List.of(reading(0, 15, 9, 9), reading(0, 15, 2, 0, r -> r.quality(ESTIMATED))),
                List.of(reading(0, 15, 1, 9), reading(0, 15, 2, 0)),
                List.of(reading(0, 15, 2, 8, r -> r.registers(9, 9)), reading(0, 15, 2, 9)),
                List.of(reading(0, 15, 2, 9), reading(0, 15, 2, 9, r -> r.registers(0, -1))),
                List.of(reading(0, 15, 2, 9, r -> r.registers(5, 6)), reading(0, 15, 2, 9, r -> r.registers(5, 7))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void ofOneIntervalOneReadingCountsWhateverTheOrder(List<IntervalReading> pair) {
        IntervalReading lesser = pair.get(0);
        IntervalReading greater = pair.get(1);
        assertThat(greater.supersedes(lesser)).isTrue();
        assertThat(lesser.supersedes(greater)).isFalse();
        assertThat(greater.supersedes(greater)).isFalse();
        PeriodEnergy alone = fold(0, greater);
        assertThat(fold(0, lesser, greater)).isEqualTo(alone);
        assertThat(fold(0, greater, lesser, greater, lesser)).isEqualTo(alone);
    }

    @Test
    void missingTakesTheValueOfItsIntervalBackUntilARevisionGivesItAgain() {
        IntervalReading value = reading(0, 15, 100, 0);
        IntervalReading taken = reading(0, 15, 100, 0, r -> r.revision(1).quality(MISSING));
        IntervalReading again = reading(0, 15, 90, 0, r -> r.revision(2).quality(EDITED));
        assertThat(fold(0, value, taken)).isEqualTo(PeriodEnergy.nothing(quarter(0)));
        assertThat(fold(0, taken)).isEqualTo(PeriodEnergy.nothing(quarter(0)));
        assertThat(fold(0, again, value, taken)).isEqualTo(new PeriodEnergy(quarter(0), 90, 0, QUARTER, EDITED, false));
        // only its own interval's
        IntervalReading minutes = reading(0, 5, 40, 0);
        assertThat(fold(0, value, taken, minutes))
                .isEqualTo(new PeriodEnergy(quarter(0), 40, 0, 5 * MINUTE, VALID, false));
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "VALID, VALID, VALID",
        "VALID, EDITED, EDITED",
        "EDITED, ESTIMATED, ESTIMATED",
        "ESTIMATED, VALID, ESTIMATED",
        "VALID, MISSING, VALID",
    })
    void thePeriodHasTheWorstQualityOfWhatItIsMadeOf(ReadingQuality one, ReadingQuality other, ReadingQuality worst) {
        assertThat(fold(0, reading(0, 5, 1, 0, r -> r.quality(one)), reading(5, 15, 1, 0, r -> r.quality(other)))
                        .quality())
                .isEqualTo(worst);
        assertThat(ESTIMATED.worst(MISSING)).isEqualTo(MISSING);
    }

    @Test
    void finerIntervalsCountAndTheCoarserSaysWhatIsLeft() {
        IntervalReading hour = reading(0, 60, 100, 7);
        IntervalReading second = reading(15, 30, 50, 0);
        // 50 are left for 45 minutes
        assertThat(imports(4, hour, second)).containsExactly(17, 50, 17, 16);
        // and 10 are left for the ten minutes that no finer one covers
        assertThat(imports(4, hour, second, reading(0, 15, 20, 0), reading(30, 45, 12, 0), reading(45, 50, 8, 0)))
                .containsExactly(20, 50, 12, 18);
        // a coarser one that finer ones cover says nothing more, and its quality does not count
        IntervalReading estimated = reading(0, 15, 999, 0, r -> r.quality(ESTIMATED));
        assertThat(fold(0, estimated, reading(0, 10, 1, 0), reading(10, 15, 2, 0)))
                .isEqualTo(new PeriodEnergy(quarter(0), 3, 0, QUARTER, VALID, false));
    }

    @Test
    void finerIntervalsThatHoldMoreThanTheCoarserLeaveItNothing() {
        PeriodEnergy rest = fold(1, reading(0, 30, 100, 5), reading(0, 15, 101, 9));
        assertThat(rest).isEqualTo(new PeriodEnergy(quarter(1), 0, 0, QUARTER, VALID, false));
    }

    @Test
    void ofEquallyLongIntervalsTheLaterStartingCountsWhereTheyOverlap() {
        // the later has 5 + 5; of its 9 Wh the parts are 6 (10 min: to 15) and 3; the earlier keeps 30 - 3 for its 10
        // min
        IntervalReading earlier = reading(0, 15, 30, 0);
        IntervalReading later = reading(10, 25, 9, 0);
        assertThat(imports(2, earlier, later)).containsExactly(27 + 3, 6);
    }

    @Test
    void registersFillTheGapBetweenThem() {
        IntervalReading before = reading(0, 15, 10, 0, r -> r.registers(1_000, 50));
        IntervalReading after = reading(45, 60, 30, 1, r -> r.registers(1_101, 54));
        // 101 - 30 = 71 for half an hour, 4 - 1 = 3 exported
        assertThat(imports(4, before, after)).containsExactly(10, 36, 35, 30);
        assertThat(fold(2, before, after)).isEqualTo(new PeriodEnergy(quarter(2), 35, 1, QUARTER, ESTIMATED, true));
        assertThat(fold(3, before, after)).isEqualTo(new PeriodEnergy(quarter(3), 30, 1, QUARTER, VALID, false));
        // what is measured inside is not filled again
        IntervalReading inside = reading(20, 30, 40, 0);
        assertThat(imports(4, before, inside, after)).containsExactly(10, 8 + 40, 23, 30);
        assertThat(fold(1, before, inside, after))
                .isEqualTo(new PeriodEnergy(quarter(1), 48, 1, QUARTER, ESTIMATED, true));
    }

    @Test
    void theNearestRegistersFillAndOnlyBetweenThemselves() {
        IntervalReading first = reading(0, 15, 10, 0, r -> r.registers(100, -1));
        IntervalReading plain = reading(30, 45, 5, 0);
        IntervalReading last = reading(60, 75, 10, 0, r -> r.registers(127, -1));
        // 27 - 15 = 12 for two quarters
        assertThat(imports(5, first, plain, last)).containsExactly(10, 6, 5, 6, 10);
        IntervalReading marked = reading(30, 45, 5, 0, r -> r.registers(113, -1));
        assertThat(imports(5, first, marked, last)).containsExactly(10, 8, 5, 4, 10);
    }

    /** A first reading and one after a gap whose registers say nothing of it. */
    static List<List<IntervalReading>> contradictions() {
        IntervalReading first = reading(0, 15, 10, 0, r -> r.registers(1_000, 0));
        return List.of(
                // runs backwards, or rolled over
                List.of(first, reading(30, 45, 5, 0, r -> r.registers(999, 0))),
                List.of(
                        reading(0, 15, 10, 0, r -> r.registers(999_999, 0)),
                        reading(30, 45, 5, 0, r -> r.registers(3, 0))),
                // less than was measured
                List.of(first, reading(30, 45, 5, 0, r -> r.registers(1_004, 0))),
                // one of two is enough
                List.of(first, reading(30, 45, 5, 1, r -> r.registers(1_100, 0))),
                // registers of one kind only, or none
                List.of(first, reading(30, 45, 5, 0, r -> r.registers(1_100, -1))),
                List.of(first, reading(30, 45, 5, 0)),
                List.of(first),
                List.of(reading(30, 45, 5, 0, r -> r.registers(1_100, 0))),
                List.of(first, reading(30, 45, 5, 0, r -> r.registers(1_100, 0).quality(MISSING))),
                // more than three days apart
                List.of(first, reading(3 * 1_440 + 1, 3 * 1_440 + 16, 5, 0, r -> r.registers(1_100, 0))));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void registersThatSayNothingFillNothing(List<IntervalReading> readings) {
        assertThat(MeterTimeline.of(readings, QUARTERS).energy(quarter(1))).isEqualTo(PeriodEnergy.nothing(quarter(1)));
    }

    @Test
    void registersThatStandStillOrJustThreeDaysApartFill() {
        IntervalReading first = reading(0, 15, 10, 0, r -> r.registers(1_000, 0));
        assertThat(fold(1, first, reading(30, 45, 5, 0, r -> r.registers(1_005, 0))))
                .isEqualTo(new PeriodEnergy(quarter(1), 0, 0, QUARTER, ESTIMATED, true));
        IntervalReading late = reading(3 * 1_440, 3 * 1_440 + 15, 5, 0, r -> r.registers(1_000 + 5 + 287, 0));
        MeterTimeline timeline = MeterTimeline.of(List.of(first, late), QUARTERS);
        assertThat(IntStream.range(1, 288).mapToObj(n -> timeline.energy(quarter(n))))
                .allSatisfy(energy -> assertThat(energy.importWh()).isEqualTo(1));
    }

    @ParameterizedTest(name = "{0} has {1} quarters")
    @CsvSource({"2026-03-29, 92", "2026-10-25, 100", "2026-06-15, 96"})
    void aLocalDayIsReadAsOneIntervalOfItsOwnLength(LocalDate date, int quarters) {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        long start = date.atStartOfDay(zone).toInstant().toEpochMilli();
        long end = date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli();
        IntervalReading day = new IntervalReading(start, end, 0, end, VALID, 10L * quarters + 1, 0, -1, -1);
        List<TradingPeriod> periods = QUARTERS.over(start, end);
        MeterTimeline timeline = MeterTimeline.of(List.of(day), QUARTERS);

        assertThat(periods).hasSize(quarters);
        assertThat(periods.stream().map(timeline::energy)).allMatch(PeriodEnergy::isComplete);
        assertThat(periods.stream().mapToLong(period -> timeline.energy(period).importWh()))
                .startsWith(11L, 10L)
                .endsWith(10L)
                .satisfies(parts -> assertThat(
                                parts.stream().mapToLong(Long::longValue).sum())
                        .isEqualTo(10L * quarters + 1));
    }

    @Test
    void whatAFoldLooksAtReachesThreeDaysAroundThePeriodsDay() {
        assertThat(MeterTimeline.reachOf(quarter(0)))
                .isEqualTo(new TradingPeriod(MIDNIGHT - 3 * DAY, MIDNIGHT + 4 * DAY));
        assertThat(MeterTimeline.reachOf(quarter(95))).isEqualTo(MeterTimeline.reachOf(quarter(0)));
        assertThat(MeterTimeline.reachOf(new TradingPeriod(MIDNIGHT, MIDNIGHT + 7 * DAY)))
                .isEqualTo(new TradingPeriod(MIDNIGHT - 3 * DAY, MIDNIGHT + 10 * DAY));
        assertThat(MeterTimeline.reachOf(new TradingPeriod(0, QUARTER)).start()).isZero();
    }

    @Test
    void asManyOfTheLargestReadingsAsAFoldLooksAtDoNotOverflow() {
        List<IntervalReading> all = new ArrayList<>();
        for (int i = 0; i < MeterTimeline.MOST_READINGS; i++) {
            all.add(new IntervalReading(
                    MIDNIGHT + i,
                    MIDNIGHT + i + 1,
                    0,
                    0,
                    VALID,
                    IntervalReading.MOST_WH,
                    IntervalReading.MOST_WH,
                    -1,
                    -1));
        }
        Collections.reverse(all);
        assertThat(MeterTimeline.of(all, QUARTERS).energy(quarter(0)).importWh())
                .isEqualTo(MeterTimeline.MOST_READINGS * IntervalReading.MOST_WH);
    }

    @Test
    void aReadingIsCheckedWhereItIsMade() {
        long most = IntervalReading.MOST_WH;
        assertThat(reading(0, 1_500, most, most, r -> r.registers(1_000 * most, 0))
                        .lengthMs())
                .isEqualTo(IntervalReading.LONGEST_MS);
        List<Runnable> wrong = List.of(
                () -> reading(0, 0, 1, 1),
                () -> reading(1, 0, 1, 1),
                () -> reading(-20_001 * 1_440, 0, 1, 1),
                () -> reading(0, 1_501, 1, 1),
                () -> reading(0, 1, -1, 1),
                () -> reading(0, 1, 1, -1),
                () -> reading(0, 1, most + 1, 1),
                () -> reading(0, 1, 1, most + 1),
                () -> reading(0, 1, 1, 1, r -> r.revision(-1)),
                () -> reading(0, 1, 1, 1, r -> r.registers(-2, 0)),
                () -> reading(0, 1, 1, 1, r -> r.registers(0, 1_000 * most + 1)));
        assertThat(wrong)
                .allSatisfy(make -> assertThatIllegalArgumentException().isThrownBy(make::run));
    }

    @Test
    void anEnergyIsCheckedWhereItIsMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeriodEnergy(quarter(0), 1, 0, 0, VALID, false))
                .withMessageContaining("VALID");
        assertThatIllegalArgumentException().isThrownBy(() -> new PeriodEnergy(quarter(0), 1, 0, 1, MISSING, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new PeriodEnergy(quarter(0), -1, 0, 1, VALID, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeriodEnergy(quarter(0), 1, 0, QUARTER + 1, VALID, false));
    }
}
