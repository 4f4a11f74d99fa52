package io.gridclear.meter.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridclear.meter.client.ReadingDraft;
import io.gridclear.schemas.avro.ReadingQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What meters send of a period of a quarter of an hour. */
class MeterHabitsTest {
    private static final long START = 1_800_000_000_000L;
    private static final long END = START + 900_000;
    private static final PlannedReading READING = new PlannedReading(3, 4, 1_003, 17, 50_000, 9_000, false);

    private static List<MeterHabits.Report> reports(MeterHabits habits, int points) {
        List<MeterHabits.Report> all = new ArrayList<>();
        for (int point = 0; point < points; point++) {
            PlannedReading of = new PlannedReading(point, 4, 1_003, 17, 50_000, 9_000, false);
            all.addAll(habits.reports(7, of, START, END));
        }
        return all;
    }

    @Test
    void byDefaultThePeriodIsOneReadingInTime() {
        assertThat(MeterHabits.DEFAULT.reports(7, READING, START, END))
                .containsExactly(new MeterHabits.Report(
                        ReadingDraft.measured(
                                        java.time.Instant.ofEpochMilli(START),
                                        java.time.Instant.ofEpochMilli(END),
                                        1_003,
                                        17)
                                .withRegisters(50_000, 9_000),
                        0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 15, 900})
    void finerReadingsFollowEachOtherUnevenlyAndAddUp(int intervals) {
        List<ReadingDraft> drafts = new MeterHabits(intervals, 0, 0, 0)
                .reports(7, READING, START, END).stream()
                        .map(MeterHabits.Report::draft)
                        .toList();
        assertThat(drafts).hasSize(intervals);
        assertThat(drafts.stream().mapToLong(ReadingDraft::importWh).sum()).isEqualTo(1_003);
        assertThat(drafts.stream().mapToLong(ReadingDraft::exportWh).sum()).isEqualTo(17);
        long at = START;
        long register = 50_000 - 1_003;
        for (ReadingDraft draft : drafts) {
            assertThat(draft.intervalStart().toEpochMilli()).isEqualTo(at);
            at = draft.intervalEnd().toEpochMilli();
            register += draft.importWh();
            assertThat(draft.importRegisterWh()).isEqualTo(OptionalLong.of(register));
        }
        assertThat(at).isEqualTo(END);
        assertThat(drafts.stream().map(ReadingDraft::importWh).distinct().count())
                .isGreaterThan(1);
    }

    @Test
    void sharesOfReadingsGoAstrayTheSameInEveryRun() {
        MeterHabits habits = new MeterHabits(5, 100_000, 200_000, 300_000);
        List<MeterHabits.Report> reports = reports(habits, 2_000);
        assertThat(reports).isEqualTo(reports(habits, 2_000));
        long late = reports.stream().filter(r -> r.delayMs() == 2 * 900_000).count();
        long corrections =
                reports.stream().filter(r -> r.draft().revision() == 1).count();
        long intervals = reports.size() - corrections;
        assertThat(late).isBetween(900L, 1_100L);
        assertThat(intervals).isBetween(7_850L, 8_150L);
        assertThat(corrections).isBetween(2_850L, 3_150L);
    }

    @Test
    void aCorrectionFollowsItsEstimateAPeriodLaterWithTheMeasuredValue() {
        List<MeterHabits.Report> both = new MeterHabits(1, 0, 0, 1_000_000).reports(7, READING, START, END);
        assertThat(both).hasSize(2);
        assertThat(both.get(0).draft().quality()).isEqualTo(ReadingQuality.ESTIMATED);
        assertThat(both.get(0).draft().importWh()).isEqualTo(802);
        assertThat(both.get(1).delayMs()).isEqualTo(900_000);
        assertThat(both.get(1).draft().quality()).isEqualTo(ReadingQuality.EDITED);
        assertThat(both.get(1).draft().importWh()).isEqualTo(1_003);
        assertThat(both.get(1).draft().revision()).isEqualTo(1);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(new MeterHabits(3_600, 1_000_000, 0, 0).latePpm()).isEqualTo(1_000_000);
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterHabits(0, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterHabits(3_601, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterHabits(1, -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MeterHabits(1, 500_000, 500_000, 1));
    }
}
