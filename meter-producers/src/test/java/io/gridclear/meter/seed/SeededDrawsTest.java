package io.gridclear.meter.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededDrawsTest {
    private static final int MANY = 100_000;

    @Test
    void followsThePublishedSequenceOfSplitMix64() {
        // The sequence for state 1234567 that ports of the generator are commonly checked with.
        SeededDraws draws = SeededDraws.ofState(1_234_567);

        List<String> sequence = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sequence.add(Long.toUnsignedString(draws.nextLong()));
        }

        assertThat(sequence)
                .containsExactly(
                        "6457827717110365317",
                        "3203168211198807973",
                        "9817491932198370423",
                        "4593380528125082431",
                        "16408922859458223821");
    }

    @Test
    void theSamePlaceGivesTheSameDrawsHoweverOftenItIsAsked() {
        long first = SeededDraws.of(7, "quote", 3, 11).nextLong();
        SeededDraws.of(7, "quote", 4, 11).nextLong();

        assertThat(SeededDraws.of(7, "quote", 3, 11).nextLong()).isEqualTo(first);
    }

    @Test
    void seedPurposeAndEachCoordinateMatter() {
        List<Long> firsts = List.of(
                SeededDraws.of(7, "quote", 3, 11).nextLong(),
                SeededDraws.of(8, "quote", 3, 11).nextLong(),
                SeededDraws.of(7, "mood", 3, 11).nextLong(),
                SeededDraws.of(7, "quote", 4, 11).nextLong(),
                SeededDraws.of(7, "quote", 3, 12).nextLong(),
                SeededDraws.of(7, "quote", 11, 3).nextLong(),
                SeededDraws.of(7, "quote", 3).nextLong(),
                SeededDraws.of(7, "quote", 3, 11, 0).nextLong());

        assertThat(firsts).doesNotHaveDuplicates();
    }

    @Test
    void neighbouringPlacesAreNotCorrelated() {
        double sumOfProducts = 0;
        for (int i = 0; i < MANY; i++) {
            double here = SeededDraws.of(1, "valuation", i).nextUnit() - 0.5;
            double next = SeededDraws.of(1, "valuation", i + 1).nextUnit() - 0.5;
            sumOfProducts += here * next;
        }

        // variance of a uniform draw is 1/12; six standard errors of the correlation
        assertThat(sumOfProducts / MANY * 12).isCloseTo(0, within(6 / Math.sqrt(MANY)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 1000, Long.MAX_VALUE})
    void drawsBelowABoundStayBelowIt(long bound) {
        SeededDraws draws = SeededDraws.of(5, "bound", bound);
        for (int i = 0; i < 1000; i++) {
            assertThat(draws.nextBelow(bound)).isBetween(0L, bound - 1);
        }
    }

    @Test
    void drawsBelowABoundReachEveryValueEquallyOften() {
        SeededDraws draws = SeededDraws.of(5, "fair");
        int[] seen = new int[6];
        for (int i = 0; i < MANY; i++) {
            seen[(int) draws.nextBelow(6)]++;
        }

        for (int count : seen) {
            assertThat(count).isCloseTo(MANY / 6, within(700));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesABoundThatIsNotPositive(long bound) {
        SeededDraws draws = SeededDraws.of(5, "bound");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draws.nextBelow(bound))
                .withMessageContaining(Long.toString(bound));
    }

    @Test
    void gaussianDrawsHaveMeanZeroAndVarianceOne() {
        SeededDraws draws = SeededDraws.of(9, "gauss");
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < MANY; i++) {
            double value = draws.nextGaussian();
            sum += value;
            squares += value * value;
        }

        assertThat(sum / MANY).isCloseTo(0, within(0.02));
        assertThat(squares / MANY).isCloseTo(1, within(0.03));
    }

    @Test
    void drawsBetweenStayBetween() {
        SeededDraws draws = SeededDraws.of(9, "between");
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (int i = 0; i < MANY; i++) {
            double value = draws.nextBetween(-2, 3);
            least = Math.min(least, value);
            most = Math.max(most, value);
        }

        assertThat(least).isBetween(-2.0, -1.99);
        assertThat(most).isBetween(2.99, 3.0);
    }

    @Test
    void bytesAreAsManyAsAskedForAndNotAllAlike() {
        byte[] bytes = SeededDraws.of(9, "key").nextBytes(32);

        assertThat(bytes).hasSize(32);
        assertThat(bytes).isNotEqualTo(SeededDraws.of(10, "key").nextBytes(32));
        assertThat(bytes).isNotEqualTo(new byte[32]);
    }
}
