package io.gridclear.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class OutageTest {

    @Test
    void pausesDoubleUpToHalfAMinuteAndBeginAnew() {
        Outage outage = new Outage();
        long nowMs = 0;
        for (long pauseMs : new long[] {100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000}) {
            outage.failed(new SQLException("away"), nowMs);
            assertThat(outage.waitMs(nowMs)).isEqualTo(pauseMs);
            assertThat(outage.mayTry(nowMs + pauseMs - 1)).isFalse();
            assertThat(outage.mayTry(nowMs + pauseMs)).isTrue();
            nowMs += pauseMs;
        }
        outage.succeeded(nowMs);
        assertThat(outage.isOn()).isFalse();
        outage.failed(new SQLException("away"), nowMs);
        assertThat(outage.waitMs(nowMs)).isEqualTo(100);
    }
}
