package io.gridclear.experiments.trading;

import static io.gridclear.experiments.trading.Bids.buy;
import static io.gridclear.experiments.trading.Bids.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.order.Side;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SharedTiesTest {

    private static final SharedTies MEAN = SharedTies.with(ReferencePriceRule.MEAN);

    @Test
    void equalPricesShareByEnergyAndTheOddWhGoesToTheFirst() {
        List<Bid> bids = List.of(sell(3, 10, 500), sell(4, 30, 500), buy(0, 21, 600), sell(5, 9, 510));
        Outcome outcome = MEAN.clear(bids);
        assertThat(outcome.tradedWh()).containsExactly(6, 15, 21, 0);
        assertThat(outcome.amountNano()).containsExactly(6 * 550_000, 15 * 550_000, 21 * 550_000, 0);
    }

    @Test
    void stage2SharesAtTheReferencePrice() {
        // no deal in stage 1: both sellers come down to 560 and share what the buyer takes there
        List<Bid> bids = List.of(sell(3, 40, 620, 500), sell(4, 20, 630, 500), buy(0, 30, 500, 600));
        assertThat(MEAN.clear(bids).tradedWh()).containsExactly(20, 10, 30);
        assertThat(TwoStage.with(ReferencePriceRule.MEAN).clear(bids).tradedWh())
                .containsExactly(30, 0, 30);
    }

    @ParameterizedTest
    @EnumSource
    void withoutEqualPricesItIsTheAuction(ReferencePriceRule rule) {
        int compared = 0;
        for (long seed = 0; seed < 300; seed++) {
            List<Bid> bids = Bids.drawn(seed, 8);
            if (bids.stream().map(Bid::quote).collect(Collectors.toSet()).size() < bids.size()) {
                continue;
            }
            compared++;
            Outcome shared = SharedTies.with(rule).clear(bids);
            Outcome auction = TwoStage.with(rule).clear(bids);
            assertThat(shared.tradedWh()).as("seed " + seed).isEqualTo(auction.tradedWh());
            assertThat(shared.amountNano()).as("seed " + seed).isEqualTo(auction.amountNano());
        }
        assertThat(compared).isGreaterThan(100);
    }

    @Test
    void whatIsSoldIsBoughtAndNobodyTradesMoreThanItHas() {
        for (long seed = 0; seed < 300; seed++) {
            List<Bid> bids = Bids.drawn(seed, 8).stream()
                    .map(bid -> bid.at(bid.quote() / 50_000 * 50_000, bid.quote() / 50_000 * 50_000))
                    .toList();
            Outcome outcome = MEAN.clear(bids);
            long soldWh = 0;
            long soldNano = 0;
            for (int i = 0; i < bids.size(); i++) {
                int sign = bids.get(i).side() == Side.SELL ? 1 : -1;
                soldWh += sign * outcome.tradedWh()[i];
                soldNano += sign * outcome.amountNano()[i];
                assertThat(outcome.tradedWh()[i])
                        .as("seed " + seed)
                        .isBetween(0L, bids.get(i).wh());
            }
            assertThat(soldWh).as("seed " + seed).isZero();
            assertThat(soldNano).as("seed " + seed).isZero();
        }
    }
}
