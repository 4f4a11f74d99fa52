package io.gridclear.market.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.twin.SlowScores;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paper's equations 1 to 6, one table each, and the twin on seeded energies. */
class ScoresTest {

    private static final long SEED = 3_3_1;
    private static final int DRAWS = 200_000;

    @ParameterizedTest(name = "contracted {0} Wh, delivered {1} Wh: {2} ppm")
    @CsvSource({
        "1000, 1000, 1000000",
        "1000, 900, 900000",
        "1000, 1100, 900000",
        "1000, 0, 0",
        "1000, 2000, 0",
        "1000, 2001, 0",
        "1000, 1999, 1000",
        // the division floors, so that the score does not
        "3, 2, 666667",
        "3, 4, 666667",
        "1000000, 999999, 999999",
        "1000001, 1000000, 1000000",
        "1, 1, 1000000",
        "1, 0, 0",
        // nothing contracted
        "0, 0, 1000000",
        "0, 1, 0",
        "0, 9223372036854775807, 0",
        // beyond what times 10^6 still fits
        "9223372036854, 4611686018427, 500000",
        "9223372036855, 9223372036855, 1000000",
        "9223372036854775807, 9223372036854775807, 1000000",
        "9223372036854775807, 4611686018427387903, 500000",
        "9223372036854775807, 0, 0",
        "9223372036854775807, 1, 1",
        "1, 9223372036854775807, 0",
        "4611686018427387904, 9223372036854775807, 1",
        "4611686018427387903, 9223372036854775807, 0",
    })
    void equation2Reputation(long contractedWh, long deliveredWh, long ppm) {
        assertThat(Scores.reputationPpm(contractedWh, deliveredWh)).isEqualTo(ppm);
    }

    @ParameterizedTest(name = "{0} Wh of {1} to {2} Wh: {3} ppm")
    @CsvSource({
        "0, 0, 1000, 0",
        "1000, 0, 1000, 1000000",
        "500, 0, 1000, 500000",
        "200, 100, 400, 333333",
        "300, 100, 400, 666666",
        "399, 100, 400, 996666",
        "1, 0, 1000001, 0",
        // all the same
        "0, 0, 0, 0",
        "700, 700, 700, 0",
        "9223372036854775807, 9223372036854775807, 9223372036854775807, 0",
        // beyond what times 10^6 still fits
        "3400000000000, 0, 3400000000000, 1000000",
        "9223372036854775807, 0, 9223372036854775807, 1000000",
        "9223372036854775806, 0, 9223372036854775807, 999999",
        "4611686018427387904, 0, 9223372036854775807, 500000",
        "4611686018427387903, 0, 9223372036854775807, 499999",
        "9223372036854775806, 9223372036854775805, 9223372036854775807, 500000",
    })
    void equation3Amount(long energyWh, long minWh, long maxWh, long ppm) {
        assertThat(Scores.amountPpm(energyWh, minWh, maxWh)).isEqualTo(ppm);
    }

    @ParameterizedTest(name = "{0} x {2} + {1} x {3}: {4} ppm")
    @CsvSource({
        "500000, 500000, 1000000, 1000000, 1000000",
        "500000, 500000, 1000000, 0, 500000",
        "500000, 500000, 0, 1000000, 500000",
        "500000, 500000, 1, 0, 0",
        // one floor over the sum, not one a term
        "500000, 500000, 1, 1, 1",
        "500000, 500000, 999999, 1000000, 999999",
        "300000, 700000, 900000, 100000, 340000",
    })
    void equation1Composite(long alpha, long beta, long reputation, long amount, long ppm) {
        assertThat(ScoreProfile.paper(alpha, beta).compositePpm(reputation, amount, 123))
                .isEqualTo(ppm);
    }

    @ParameterizedTest(name = "alpha {0}, beta {1}")
    @CsvSource({"0, 1000000, 200000", "1000000, 0, 800000", "1, 999999, 200000", "999999, 1, 799999"})
    void equations4And5WeightsReachFrom0To1(long alpha, long beta, long ppm) {
        assertThat(ScoreProfile.paper(alpha, beta).compositePpm(800_000, 200_000, 0))
                .isEqualTo(ppm);
    }

    @ParameterizedTest(name = "alpha {0}, beta {1}, gamma {2}, latest {3}")
    @CsvSource({
        "-1, 1000001, 0, 1, reputationWeightPpm",
        "1000001, -1, 0, 1, reputationWeightPpm",
        "1000000, 1000001, 0, 1, amountWeightPpm",
        "1000000, 1, -1, 1, votesWeightPpm",
        "0, 0, 1000001, 1, votesWeightPpm",
        "500000, 500000, 0, 0, latestWeightPpm",
        "500000, 500000, 0, -1, latestWeightPpm",
        "500000, 500000, 0, 1000001, latestWeightPpm",
    })
    void equations4And5WeightsOutOfRangeAreRefused(long alpha, long beta, long gamma, long latest, String name) {
        assertThatThrownBy(() -> new ScoreProfile(alpha, beta, gamma, latest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name);
    }

    @ParameterizedTest(name = "alpha {0}, beta {1}, gamma {2}: sum {3}")
    @CsvSource({
        "500000, 499999, 0, 999999",
        "500000, 500001, 0, 1000001",
        "500000, 500000, 1, 1000001",
        "0, 0, 0, 0",
        "1000000, 1000000, 1000000, 3000000",
    })
    void equation6WeightsThatDoNotAddUpAreRefused(long alpha, long beta, long gamma, long sum) {
        assertThatThrownBy(() -> ScoreProfile.hardened(alpha, beta, gamma))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights must add up to 1000000, not " + sum);
    }

    @Test
    void thePaperHasHalfAndHalfAndNoMemory() {
        assertThat(ScoreProfile.PAPER).isEqualTo(new ScoreProfile(500_000, 500_000, 0, 1_000_000));
        assertThat(ScoreProfile.PAPER.reputationPpm(123_456, 654_321)).isEqualTo(654_321);
    }

    @Test
    void hardenedReputationRemembers() {
        ScoreProfile profile = ScoreProfile.hardened(400_000, 300_000, 300_000);
        assertThat(profile.latestWeightPpm()).isEqualTo(300_000);
        assertThat(profile.reputationPpm(1_000_000, 0)).isEqualTo(700_000);
        assertThat(profile.reputationPpm(700_000, 0)).isEqualTo(490_000);
        assertThat(profile.reputationPpm(0, 1_000_000)).isEqualTo(300_000);
        assertThat(profile.reputationPpm(1_000_000, 1_000_000)).isEqualTo(1_000_000);
        assertThat(profile.reputationPpm(1, 0)).isZero();
        long reputation = 0;
        for (int i = 0; i < 100; i++) {
            reputation = profile.reputationPpm(reputation, 1_000_000);
        }
        assertThat(reputation).as("flooring stops short of one").isEqualTo(999_997);
    }

    @Test
    void hardenedCompositeHasATermForCorrectVotes() {
        ScoreProfile profile = ScoreProfile.hardened(400_000, 300_000, 300_000);
        assertThat(profile.compositePpm(1_000_000, 1_000_000, 1_000_000)).isEqualTo(1_000_000);
        assertThat(profile.compositePpm(1_000_000, 1_000_000, 0)).isEqualTo(700_000);
        assertThat(profile.compositePpm(500_000, 0, 1_000_000)).isEqualTo(500_000);
        assertThat(profile.compositePpm(1, 1, 0)).isZero();
        assertThat(profile.compositePpm(1, 1, 1)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0} of {1} votes, {2} ppm before: {3} ppm")
    @CsvSource({
        "0, 0, 400000, 400000",
        "0, 0, 0, 0",
        "0, 1, 400000, 0",
        "1, 1, 400000, 1000000",
        "2, 3, 400000, 666666",
        "9223372036854775806, 9223372036854775807, 0, 999999",
    })
    void correctVotesAreTheShareOfThoseThatWereDue(long correct, long due, long before, long ppm) {
        assertThat(Scores.correctVotesPpm(correct, due, before)).isEqualTo(ppm);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Scores.reputationPpm(-1, 0)).hasMessage("contractedWh must be >= 0, is -1");
        assertThatThrownBy(() -> Scores.reputationPpm(0, -1)).hasMessage("deliveredWh must be >= 0, is -1");
        assertThatThrownBy(() -> Scores.amountPpm(99, 100, 400)).hasMessageContaining("99 Wh is not within 100..400");
        assertThatThrownBy(() -> Scores.amountPpm(401, 100, 400)).hasMessageContaining("401 Wh is not within 100..400");
        assertThatThrownBy(() -> Scores.amountPpm(0, -1, 400)).hasMessageContaining("within -1..400");
        assertThatThrownBy(() -> Scores.amountPpm(5, 5, 4)).hasMessageContaining("within 5..4");
        assertThatThrownBy(() -> Scores.correctVotesPpm(2, 1, 0)).hasMessage("2 correct votes of 1");
        assertThatThrownBy(() -> Scores.correctVotesPpm(-1, 1, 0)).hasMessage("-1 correct votes of 1");
        assertThatThrownBy(() -> Scores.correctVotesPpm(0, 0, 1_000_001)).hasMessageStartingWith("beforePpm");
        assertThatThrownBy(() -> Scores.smoothedPpm(-1, 0, 0)).hasMessageStartingWith("beforePpm");
        assertThatThrownBy(() -> Scores.smoothedPpm(0, 1_000_001, 0)).hasMessageStartingWith("nowPpm");
        assertThatThrownBy(() -> Scores.smoothedPpm(0, 0, 1_000_001)).hasMessageStartingWith("weightPpm");
        assertThatThrownBy(() -> ScoreProfile.PAPER.compositePpm(-1, 0, 0)).hasMessageStartingWith("reputationPpm");
        assertThatThrownBy(() -> ScoreProfile.PAPER.compositePpm(0, 1_000_001, 0))
                .hasMessageStartingWith("amountPpm");
        assertThatThrownBy(() -> ScoreProfile.PAPER.compositePpm(0, 0, -1)).hasMessageStartingWith("votesPpm");
    }

    @Test
    void everyScoreIsTheTwins() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DRAWS; i++) {
            long pre = energy(random);
            // near the contract, where the score is neither 0 nor 1, as often as far from it
            long real = random.nextBoolean() ? energy(random) : near(random, pre);
            assertThat(Scores.reputationPpm(pre, real))
                    .as("contracted %d, delivered %d, seed %d", pre, real, SEED)
                    .isEqualTo(SlowScores.reputation(pre, real).longValueExact());
            long least = Math.min(pre, real);
            long most = Math.max(pre, real);
            long between = least == most
                    ? least
                    : most - least == Long.MAX_VALUE
                            ? random.nextLong() >>> 1
                            : least + random.nextLong(most - least + 1);
            assertThat(Scores.amountPpm(between, least, most))
                    .as("%d of %d to %d, seed %d", between, least, most, SEED)
                    .isEqualTo(SlowScores.amount(between, least, most).longValueExact());
            long alpha = random.nextLong(1_000_001);
            long beta = random.nextLong(1_000_001 - alpha);
            long gamma = 1_000_000 - alpha - beta;
            long a = random.nextLong(1_000_001);
            long b = random.nextLong(1_000_001);
            long c = random.nextLong(1_000_001);
            assertThat(ScoreProfile.hardened(alpha, beta, gamma).compositePpm(a, b, c))
                    .as("weights %d %d %d, terms %d %d %d, seed %d", alpha, beta, gamma, a, b, c, SEED)
                    .isEqualTo(SlowScores.composite(alpha, a, beta, b, gamma, c).longValueExact());
            assertThat(Scores.smoothedPpm(a, b, alpha))
                    .as("%d then %d at %d, seed %d", a, b, alpha, SEED)
                    .isEqualTo(
                            SlowScores.composite(alpha, b, 1_000_000 - alpha, a).longValueExact());
        }
    }

    /** Of every size: as many of 10 bits as of 60. */
    private static long energy(SplittableRandom random) {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    private static long near(SplittableRandom random, long energyWh) {
        long step = energyWh >>> random.nextInt(63);
        return random.nextBoolean() ? energyWh - step : Math.max(energyWh, energyWh + step);
    }
}
