package io.gridclear.meter.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTimingTest {
    @ParameterizedTest
    @CsvSource({
        // period, T1, T2, submission -> lead: whole periods from the newest finished step to the one bid for
        "3000, 2000, 1000, 1000, 2",
        "3000, 2000, 1000, 2000, 3",
        "3000, 0, 0, 3000, 2",
        "3000, 0, 0, 1, 2",
        "900000, 900000, 300000, 600000, 3",
        "900000, 3600000, 300000, 900000, 6"
    })
    void forecastsLookAsFarAheadAsBidsAreSent(long period, long t1, long t2, long submission, int lead) {
        PeriodTiming timing = new PeriodTiming(period, t1, t2, submission);

        assertThat(timing.leadSteps()).isEqualTo(lead);
        PeriodSchedule schedule = new PeriodSchedule(0, timing);
        // the newest step that a forecast may use is over when the first bids are sent, the next one is not
        assertThat(schedule.endMs(100 - lead)).isLessThanOrEqualTo(schedule.opensMs(100));
        assertThat(schedule.endMs(100 - lead + 1)).isGreaterThan(schedule.opensMs(100));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 3000", "2999, 3000", "3000, 3000", "3001, 6000", "-1, 0", "-3000, -3000"})
    void periodsStartAtMultiplesOfTheirLength(long time, long start) {
        assertThat(new PeriodTiming(3000, 2000, 1000, 1000).alignUp(time)).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 1, must last",
        "-1, 0, 0, 1, must last",
        "3000, 2000, -1, 1000, re-quote window",
        "3000, 2000, 2001, 1000, re-quote window",
        "3000, 2000, 1000, 0, before gate closure",
        "3000, 2000, 1000, 3001, before gate closure"
    })
    void refusesLengthsThatCannotBe(long period, long t1, long t2, long submission, String said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeriodTiming(period, t1, t2, submission))
                .withMessageContaining(said);
    }

    @Test
    void theWindowMayFillTheTimeToDelivery() {
        assertThat(new PeriodTiming(3000, 2000, 2000, 3000).requoteWindowMs()).isEqualTo(2000);
        assertThat(new PeriodTiming(3000, 0, 0, 3000).gateClosureMs()).isZero();
    }
}
