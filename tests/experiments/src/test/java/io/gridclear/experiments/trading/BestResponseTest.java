package io.gridclear.experiments.trading;

import static io.gridclear.experiments.trading.Bids.buy;
import static io.gridclear.experiments.trading.Bids.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.rules.ReferencePriceRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BestResponseTest {

    private static final TwoStage MEAN = TwoStage.with(ReferencePriceRule.MEAN);

    @Test
    void aSellerTakesAllThatASingleBuyerBids() {
        List<Bid> bids = List.of(sell(3, 5, 500), buy(0, 5, 640));
        Bid best = new BestResponse(PeerMechanism.PAY_AS_CLEAR).of(bids, 0);
        // both are served in full, so the ask is the price: all quotes up to the bid trade, the last is the best
        assertThat(best.quote()).isEqualTo(640_000);
    }

    @Test
    void whoCannotWinStaysTruthful() {
        List<Bid> bids = List.of(sell(3, 5, 620, 600), buy(0, 5, 520));
        assertThat(new BestResponse(MEAN).of(bids, 0)).isEqualTo(bids.get(0).truthful());
    }

    @Test
    void truthIsBestWhereTheoryMakesItSo() {
        for (PeerMechanism mechanism : List.of(PeerMechanism.VCG, PeerMechanism.TRADE_REDUCTION)) {
            BestResponse response = new BestResponse(mechanism);
            for (long seed = 0; seed < 60; seed++) {
                List<Bid> bids = Bids.drawn(seed, 8);
                for (int i = 0; i < bids.size(); i++) {
                    List<Bid> changed = new ArrayList<>(bids);
                    changed.set(i, response.of(bids, i));
                    long won = response.surplusNano(changed, i) - response.surplusNano(bids, i);
                    // a Wh at most, by which shares of a reduced side are rounded
                    long rounding = mechanism == PeerMechanism.VCG ? 0 : 220_000;
                    assertThat(won).as(mechanism + ", seed " + seed + ", bid " + i).isBetween(0L, rounding);
                }
            }
        }
    }

    @Test
    void nobodyHasAnythingBetterOnceItIsSettled() {
        int settled = 0;
        BestResponse response = new BestResponse(MEAN);
        for (long seed = 0; seed < 40; seed++) {
            BestResponse.Played played = response.iterate(Bids.drawn(seed, 6));
            if (!played.settled()) {
                continue;
            }
            settled++;
            for (int i = 0; i < played.bids().size(); i++) {
                long nano = response.surplusNano(played.bids(), i);
                assertThat(nano).as("seed " + seed).isNotNegative();
                for (Bid option : response.options(played.bids().get(i))) {
                    List<Bid> other = new ArrayList<>(played.bids());
                    other.set(i, option);
                    assertThat(response.surplusNano(other, i))
                            .as("seed " + seed + ", bid " + i + ", " + option)
                            .isLessThanOrEqualTo(nano);
                }
            }
        }
        assertThat(settled).isGreaterThan(20);
    }

    @Test
    void optionsAreNeverWorseThanTheValueAndInTheBand() {
        for (Bid own : List.of(sell(3, 1, 517), buy(0, 1, 604), sell(3, 1, 670), buy(0, 1, 450))) {
            for (Bid option : new BestResponse(MEAN).options(own)) {
                assertThat(option.quote()).isBetween(TwoStage.FEED_IN, TwoStage.RETAIL);
                assertThat(option.quote() % TwoStage.TICK + option.limit() % TwoStage.TICK).isZero();
                assertThat(option.surplusNano(1, option.limit())).isNotNegative();
            }
        }
    }

    @Test
    void oneWattHourMovesTheMeanButNotTheWeightedMean() {
        // honest: 100 Wh at (500 + 560) / 2 = 530; a bid of 1 Wh at 670 makes a second deal at 585 of the cheapest ask
        List<Bid> bids = List.of(sell(3, 100, 500), buy(0, 99, 560), sell(4, 100, 620, 500), buy(1, 100, 480, 640));
        List<Bid> washed = new ArrayList<>(bids);
        washed.add(buy(2, 1, 670));
        TwoStage weighted = TwoStage.with(ReferencePriceRule.VOLUME_WEIGHTED);
        assertThat(MEAN.stages(bids).referencePrice()).isEqualTo(530_000);
        assertThat(MEAN.stages(washed).referencePrice()).isEqualTo(557_500);
        assertThat(weighted.stages(washed).referencePrice()).isEqualTo(530_600);

        long mean = gain(new WashTrade(MEAN, List.of(1L)), bids);
        long volume = gain(new WashTrade(weighted, List.of(1L)), bids);
        assertThat(mean).isPositive().isGreaterThan(volume);
    }

    @Test
    void aloneInStageOneOneWattHourIsTheWholePriceUnderEitherRule() {
        List<Bid> bids = List.of(sell(3, 100, 620, 500), buy(0, 100, 500, 640));
        for (ReferencePriceRule rule : ReferencePriceRule.values()) {
            assertThat(gain(new WashTrade(TwoStage.with(rule), List.of(1L)), bids)).as(rule.name()).isPositive();
        }
    }

    private static long gain(WashTrade wash, List<Bid> bids) {
        int attacker = bids.size() == 2 ? 0 : 2;
        return wash.best(bids, attacker, 1).nano() - wash.best(bids, attacker, 0).nano();
    }
}
