package io.gridclear.meter.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodScheduleTest {
    private static final PeriodTiming TIMING = new PeriodTiming(3000, 2000, 800, 1000);
    private final PeriodSchedule schedule = new PeriodSchedule(30_000, TIMING);

    @Test
    void aPeriodOpensClosesRequotesAndDelivers() {
        assertThat(schedule.opensMs(2)).isEqualTo(33_000);
        assertThat(schedule.gateMs(2)).isEqualTo(34_000);
        assertThat(schedule.requoteUntilMs(2)).isEqualTo(34_800);
        assertThat(schedule.startMs(2)).isEqualTo(36_000);
        assertThat(schedule.endMs(2)).isEqualTo(39_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2999, 3000, 1_750_000_000_123L})
    void theSoonestScheduleMissesNothingAndWaitsLessThanAPeriod(long now) {
        PeriodSchedule soonest = PeriodSchedule.soonest(now, TIMING);

        assertThat(soonest.opensMs(0)).isBetween(now, now + 2999);
        assertThat(soonest.firstStartMs() % 3000).isZero();
    }

    @ParameterizedTest
    @CsvSource({"30000, 0", "33000, 1", "57000, 9", "60000, -1", "27000, -1", "31000, -1", "-3000, -1"})
    void findsAPeriodByItsStart(long start, int period) {
        assertThat(schedule.periodStartingAt(start, 10)).isEqualTo(period);
    }

    @Test
    void refusesAStartBetweenPeriods() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeriodSchedule(31_000, TIMING))
                .withMessageContaining("31000 is none");
    }
}
