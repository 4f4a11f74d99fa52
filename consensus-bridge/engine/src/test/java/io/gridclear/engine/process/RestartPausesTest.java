package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestartPausesTest {
    private final RestartPauses pauses = new RestartPauses();

    @Test
    void growToABound() {
        long[] expected = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000};
        for (long pause : expected) {
            assertThat(pauses.afterRun(RestartPauses.GOOD_RUN_MS - 1)).isEqualTo(pause);
        }
    }

    @Test
    void beginAgainAfterAGoodRun() {
        pauses.afterRun(0);
        pauses.afterRun(0);
        assertThat(pauses.afterRun(RestartPauses.GOOD_RUN_MS)).isEqualTo(RestartPauses.FIRST_MS);
        assertThat(pauses.afterRun(0)).isEqualTo(2 * RestartPauses.FIRST_MS);
    }
}
