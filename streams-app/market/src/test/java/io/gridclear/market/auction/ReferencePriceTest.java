package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pa by both rules, and its rounding: half-up to the tick. */
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
        assertThat(totals.referencePrice(terms(ReferencePriceRule.MEAN))).isEqualTo(mean);
        assertThat(totals.referencePrice(terms(ReferencePriceRule.VOLUME_WEIGHTED)))
                .isEqualTo(byVolume);
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
            assertThat(new DealTotals().referencePrice(MarketTerms.ofPrices(100, feedIn, retail, rule)))
                    .isEqualTo(expected);
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
