package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pa by every rule, and its rounding: half-up to the tick. */
class ReferencePriceTest {

    @ParameterizedTest(name = "deals of (Wh at price) {0}: mean {1}, by volume {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // one deal is its own mean; one between two ticks (half a tick is possible) goes up
                "1@500000                     | 500000 | 500000",
                "1@500050                     | 500100 | 500100",
                // exactly half, just below half, just above half
                "1@500000,1@500100            | 500100 | 500100",
                "1@500000,1@500000,1@500100   | 500000 | 500000",
                "1@500000,1@500100,1@500100   | 500100 | 500100",
                // each deal counts once by the paper's words; by volume 1 Wh hardly counts
                "1@450000,999@670000          | 560000 | 669800",
                "1@670000,999@450000          | 560000 | 450200",
                // the ends of the band stay within it
                "7@450000                     | 450000 | 450000",
                "7@670000,5@670000            | 670000 | 670000",
                "1@670000,1@669950            | 670000 | 670000",
            })
    void followsFromTheDealsOfStage1(String deals, long mean, long byVolume) {
        DealTotals totals = totals(deals);
        // what was possible besides matters to neither
        for (long possibleWh : List.of(totals.energyWh(), 1_000_000L)) {
            assertThat(totals.referencePrice(terms(ReferencePriceRule.MEAN), possibleWh))
                    .isEqualTo(mean);
            assertThat(totals.referencePrice(terms(ReferencePriceRule.VOLUME_WEIGHTED), possibleWh))
                    .isEqualTo(byVolume);
        }
    }

    @ParameterizedTest(name = "deals of (Wh at price) {0}, of {1} Wh that were possible: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // all that was possible was dealt: the mean by volume
                "1@450000,999@670000          | 1000 | 669800",
                "1@500050                     | 1    | 500100",
                // half of it: half-way to the middle of the band, 560000
                "50@500000                    | 100  | 530000",
                "50@450000,50@670000          | 200  | 560000",
                // a deal of 1 Wh by itself, which is the whole price under the other rules
                "1@670000                     | 1000 | 560100",
                "1@670000                     | 2200 | 560100",
                "1@670000                     | 2201 | 560000",
                "1@450000                     | 2200 | 560000",
                "1@450000                     | 2199 | 559900",
            })
    void anchoredCountsWhatWasNotDealtAtTheMiddleOfTheBand(String deals, long possibleWh, long expected) {
        assertThat(totals(deals).referencePrice(terms(ReferencePriceRule.ANCHORED), possibleWh))
                .isEqualTo(expected);
    }

    @Test
    void aFullBookAtTheDearestPriceDoesNotOverflow() {
        long retail = MarketTerms.MAX_PRICE / 1_000 / 2 * 2;
        MarketTerms terms = MarketTerms.ofPrices(retail, 0, retail, ReferencePriceRule.ANCHORED);
        DealTotals all = new DealTotals();
        all.add(terms.maxSideWh(), retail);
        assertThat(all.referencePrice(terms, terms.maxSideWh())).isEqualTo(retail);
        DealTotals one = new DealTotals();
        one.add(1, retail);
        // 501 of a thousand parts, and half a band is one tick
        assertThat(one.referencePrice(terms, terms.maxSideWh())).isEqualTo(retail);
    }

    @Test
    void moreThanWasPossibleCannotHaveBeenDealt() {
        for (ReferencePriceRule rule : ReferencePriceRule.values()) {
            assertThatThrownBy(() -> totals("3@500000").referencePrice(terms(rule), 2))
                    .isInstanceOf(InvariantViolation.class)
                    .hasMessageEndingWith("deals of 3 Wh, where 2 Wh were possible");
        }
    }

    @ParameterizedTest(name = "band {0}..{1}: {2}")
    @CsvSource({
        "450000, 670000, 560000",
        // the middle between two ticks goes up
        "450100, 670000, 560100",
        "450000, 450000, 450000",
        "0, 100, 100",
    })
    @DisplayName("without a deal Pa is the middle of the band, on the tick")
    void middleOfTheBandWithoutADeal(long feedIn, long retail, long expected) {
        for (ReferencePriceRule rule : ReferencePriceRule.values()) {
            MarketTerms terms = MarketTerms.ofPrices(100, feedIn, retail, rule);
            assertThat(new DealTotals().referencePrice(terms, 0)).isEqualTo(expected);
            assertThat(new DealTotals().referencePrice(terms, 1_000)).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0} / {1} to steps of {2} is {3}")
    @CsvSource({
        "0, 1, 2, 0",
        "1, 1, 2, 2",
        "1, 2, 2, 0",
        "2, 2, 2, 2",
        "149, 3, 100, 0",
        "150, 3, 100, 100",
        "449, 3, 100, 100",
        "450, 3, 100, 200",
        // at the end of what a long holds
        "9223372036854775806, 4611686018427387903, 2, 2",
        "4611686018427387903, 4611686018427387903, 2, 2",
        "4611686018427387902, 4611686018427387903, 2, 0",
    })
    void roundsHalfUp(long sum, long divisor, long tick, long expected) {
        assertThat(DealTotals.roundHalfUp(sum, divisor, tick)).isEqualTo(expected);
    }

    @Test
    void totalsOfTwoStagesAddUp() {
        DealTotals both = totals("3@500000,2@450000");
        both.addAll(totals("4@670000"));
        assertThat(both)
                .isEqualTo(totals("3@500000,2@450000,4@670000"))
                .hasToString(totals("4@670000,2@450000,3@500000").toString());
        assertThat(both.count()).isEqualTo(3);
        assertThat(both.energyWh()).isEqualTo(9);
        assertThat(both.amountNano()).isEqualTo(3 * 500_000 + 2 * 450_000 + 4 * 670_000);
        assertThat(both.minPrice()).isEqualTo(450_000);
        assertThat(both.maxPrice()).isEqualTo(670_000);
        assertThat(both)
                .isNotEqualTo(totals("3@500000,2@450000"))
                .hasSameHashCodeAs(totals("2@450000,4@670000,3@500000"));
    }

    private static MarketTerms terms(ReferencePriceRule rule) {
        return MarketTerms.ofPrices(100, 450_000, 670_000, rule);
    }

    private static DealTotals totals(String deals) {
        DealTotals totals = new DealTotals();
        for (String deal : deals.split(",")) {
            String[] parts = deal.split("@");
            totals.add(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
        return totals;
    }
}
