package io.gridclear.meter.quoting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotingMixTest {
    @Test
    void theDefaultMixNeverLooksAtReferencePrices() {
        assertThat(QuotingMix.DEFAULT.usesReferences()).isFalse();
        assertThat(IntStream.range(0, 1000).mapToObj(QuotingMix.DEFAULT::styleOf))
                .noneMatch(QuotingStyle::usesReferences);
    }

    @Test
    void theDefaultMixHoldsItsShares() {
        Map<QuotingStyle, Long> counts = IntStream.range(0, 1000)
                .mapToObj(QuotingMix.DEFAULT::styleOf)
                .collect(Collectors.groupingBy(style -> style, Collectors.counting()));

        assertThat(counts)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        QuotingStyle.TRUTHFUL, 250L,
                        QuotingStyle.UNIFORM, 150L,
                        QuotingStyle.CONSTRAINED, 350L,
                        QuotingStyle.URGENT, 250L));
    }

    @Test
    void oneAdaptiveOwnerInAThousandMakesTheMixDependOnTheRun() {
        QuotingMix mix = QuotingMix.of(Map.of(QuotingStyle.TRUTHFUL, 999, QuotingStyle.ADAPTIVE, 1));

        assertThat(mix.usesReferences()).isTrue();
    }

    @Test
    void aStyleWithNoShareDoesNot() {
        QuotingMix mix = QuotingMix.of(Map.of(QuotingStyle.TRUTHFUL, 1000, QuotingStyle.ADAPTIVE, 0));

        assertThat(mix.usesReferences()).isFalse();
        assertThat(mix).isEqualTo(QuotingMix.only(QuotingStyle.TRUTHFUL));
    }

    @Test
    void refusesSharesThatDoNotAddUp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuotingMix.of(Map.of(QuotingStyle.TRUTHFUL, 999)))
                .withMessageContaining("1000");
    }
}
