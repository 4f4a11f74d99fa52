package io.gridclear.tests.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DrivenTimeTest {
    private static final long HOUR_MS = Duration.ofHours(1).toMillis();

    @Test
    void isTheMachinesTimeUntilItIsPutAhead() {
        DrivenTime time = new DrivenTime(0);
        long before = Time.SYSTEM.milliseconds();

        assertThat(time.milliseconds()).isBetween(before, Time.SYSTEM.milliseconds());
    }

    @Test
    void staysAheadOfTheMachineByWhatItWasTold() {
        DrivenTime time = new DrivenTime(HOUR_MS);
        time.putAhead(2 * HOUR_MS);
        long before = Time.SYSTEM.milliseconds();

        assertThat(time.milliseconds() - 2 * HOUR_MS).isBetween(before, Time.SYSTEM.milliseconds());
    }

    @Test
    void neverGoesBack() {
        DrivenTime time = new DrivenTime(2 * HOUR_MS);
        long before = time.milliseconds();

        time.putAhead(HOUR_MS);

        assertThat(time.milliseconds()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void durationsAreTheMachines() {
        DrivenTime time = new DrivenTime(HOUR_MS);
        long before = Time.SYSTEM.nanoseconds();

        assertThat(time.nanoseconds()).isBetween(before, Time.SYSTEM.nanoseconds());
    }

    @Test
    @Timeout(60)
    void aWaitEndsAtItsDeadlineByThisClock() {
        DrivenTime time = new DrivenTime(HOUR_MS);
        Object monitor = new Object();

        assertThatThrownBy(() -> time.waitObject(monitor, () -> false, time.milliseconds()))
                .isInstanceOf(TimeoutException.class);
    }
}
