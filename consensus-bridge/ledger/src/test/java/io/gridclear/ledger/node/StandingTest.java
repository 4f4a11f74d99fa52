package io.gridclear.ledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.score.ScoreProfile;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandingTest {

    /** Against a queue of booleans. */
    @ParameterizedTest(name = "window {0}")
    @ValueSource(ints = {1, 2, 20, 63, 64})
    void missedDutiesAreThoseOfTheWindow(int window) {
        SplittableRandom random = new SplittableRandom(window);
        ArrayDeque<Boolean> slow = new ArrayDeque<>();
        Standing standing = Standing.ofGenesis(0);
        for (int i = 0; i < 500; i++) {
            boolean missed = random.nextInt(3) > 0;
            standing = Standing.of(standing.afterDuty(missed, window).toBytes());
            slow.add(missed);
            if (slow.size() > window) {
                slow.remove();
            }
            assertThat(standing.missedDuties())
                    .as("seed %s, item %s", window, i)
                    .isEqualTo((int) slow.stream().filter(each -> each).count());
        }
    }

    @Test
    void aBanIsNeverShortenedByAnother() {
        Standing banned = Standing.ofGenesis(5).banned(10);
        assertThat(banned.banned(7).bannedUntilCycle()).isEqualTo(10);
        assertThat(banned.banned(12).bannedUntilCycle()).isEqualTo(12);
        assertThat(banned.ready()).isFalse();
        assertThat(banned.isBanned(9)).isTrue();
        assertThat(banned.isBanned(10)).isFalse();
    }

    @Test
    void aBanForgetsWhatWasMissed() {
        assertThat(Standing.ofGenesis(0).afterDuty(true, 20).banned(3).missedDuties())
                .isZero();
    }

    @Test
    void thePaperKnowsNoVotesInTheScore() {
        Standing standing = Standing.ofGenesis(700_000).afterVote(false, ScoreProfile.PAPER);
        assertThat(standing.scorePpm()).isEqualTo(700_000);
        assertThat(Standing.ofGenesis(700_000)
                        .afterVote(false, ScoreProfile.hardened(400_000, 300_000, 300_000))
                        .scorePpm())
                .as("0.7 x (0.4 + 0.3) + 0.3 x 0.49")
                .isEqualTo(637_000);
    }
}
