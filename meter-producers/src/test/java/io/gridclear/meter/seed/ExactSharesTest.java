package io.gridclear.meter.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSharesTest {
    private enum Fruit {
        APPLE,
        PEAR,
        PLUM
    }

    private static ExactShares<Fruit> shares(int apples, int pears, int plums) {
        return ExactShares.of(Fruit.class, Map.of(Fruit.APPLE, apples, Fruit.PEAR, pears, Fruit.PLUM, plums), 387);
    }

    private static Map<Fruit, Integer> count(ExactShares<Fruit> shares, int from, int members) {
        Map<Fruit, Integer> counts = new EnumMap<>(Fruit.class);
        for (int i = from; i < from + members; i++) {
            counts.merge(shares.at(i), 1, Integer::sum);
        }
        return counts;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 777, 1_000_000, Integer.MAX_VALUE - 1000})
    void everyThousandMembersHoldEachChoiceExactly(int from) {
        assertThat(count(shares(550, 370, 80), from, 1000))
                .containsExactlyInAnyOrderEntriesOf(Map.of(Fruit.APPLE, 550, Fruit.PEAR, 370, Fruit.PLUM, 80));
    }

    @Test
    void aFewMembersComeClose() {
        Map<Fruit, Integer> counts = count(shares(500, 300, 200), 0, 10);

        assertThat(counts.get(Fruit.APPLE)).isBetween(4, 6);
        assertThat(counts.get(Fruit.PEAR)).isBetween(2, 4);
        assertThat(counts.get(Fruit.PLUM)).isBetween(1, 3);
    }

    @Test
    void aChoiceThatIsNotNamedNeverComes() {
        ExactShares<Fruit> plumsOnly = ExactShares.of(Fruit.class, Map.of(Fruit.PLUM, 1000), 307);

        assertThat(count(plumsOnly, 0, 1000)).containsOnlyKeys(Fruit.PLUM);
        assertThat(plumsOnly.permilleOf(Fruit.APPLE)).isZero();
    }

    @Test
    void refusesSharesThatDoNotAddUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shares(500, 300, 199))
                .withMessageContaining("add up to 1000");
    }

    @Test
    void refusesANegativeShare() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shares(1100, -100, 0))
                .withMessageContaining("negative");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3, 2, 5, 250})
    void refusesAStrideThatSkipsMembers(int stride) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactShares.of(Fruit.class, Map.of(Fruit.APPLE, 1000), stride))
                .withMessageContaining("coprime");
    }

    @Test
    void equalSharesAreEqual() {
        assertThat(shares(500, 300, 200)).isEqualTo(shares(500, 300, 200)).hasSameHashCodeAs(shares(500, 300, 200));
        assertThat(shares(500, 300, 200)).isNotEqualTo(shares(500, 299, 201));
    }
}
