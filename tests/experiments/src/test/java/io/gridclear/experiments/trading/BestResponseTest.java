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
                    assertThat(won)
                            .as(mechanism + ", seed " + seed + ", bid " + i)
                            .isBetween(0L, rounding);
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
    void aCircleRepeatsItselfAndEndsWhereItBegan() {
        BestResponse response = new BestResponse(MEAN);
        int circles = 0;
        for (long seed = 0; seed < 60; seed++) {
            BestResponse.Played played = response.iterate(Bids.drawn(seed, 8));
            List<List<Bid>> circle = played.circle();
            if (played.settled()) {
                assertThat(circle).as("seed " + seed).containsExactly(played.bids());
                continue;
            }
            circles++;
            int bids = played.bids().size();
            assertThat(circle.size() % bids).as("seed " + seed).isZero();
            // by now everybody has had its turn after the last state of the circle: once more round, the same states
            // come
            List<Bid> turn = new ArrayList<>(circle.get(circle.size() - 1));
            for (int i = 0; i < circle.size(); i++) {
                turn.set(i % bids, response.of(turn, i % bids));
                assertThat(turn).as("seed " + seed + ", turn " + i).isEqualTo(circle.get(i));
            }
            assertThat(circle.stream().distinct().count()).as("seed " + seed).isGreaterThan(1);
        }
        assertThat(circles).isPositive();
    }

    @Test
    void withInertiaNobodyHasMoreThanEpsilonToWinOnceItIsSettled() {
        for (Inertia inertia :
                List.of(Inertia.ANY_GAIN, Inertia.ofSurplus(20_000), Inertia.ofEnergy(BestResponse.CENT / 2))) {
            BestResponse response = new BestResponse(MEAN, BestResponse.CENT, inertia);
            int settled = 0;
            boolean somebodyStayed = false;
            for (long seed = 0; seed < 40; seed++) {
                BestResponse.Played played = response.iterate(Bids.drawn(seed, 6));
                if (!played.settled()) {
                    continue;
                }
                settled++;
                for (int i = 0; i < played.bids().size(); i++) {
                    Bid best = new BestResponse(MEAN).of(played.bids(), i);
                    List<Bid> other = new ArrayList<>(played.bids());
                    other.set(i, best);
                    long bestNano = response.surplusNano(other, i);
                    double epsilon =
                            inertia.surplusPpm() / 1e6 * Math.max(0, bestNano) + (double) inertia.perKwh() * best.wh();
                    long winsNano = bestNano - response.surplusNano(played.bids(), i);
                    assertThat((double) winsNano).as(inertia + ", seed " + seed).isBetween(0.0, epsilon);
                    somebodyStayed |= winsNano > 0;
                }
            }
            assertThat(settled).as(inertia.toString()).isGreaterThan(20);
            assertThat(somebodyStayed).as(inertia.toString()).isEqualTo(inertia.perKwh() + inertia.surplusPpm() > 0);
        }
    }

    @Test
    void inertiaChangesForMoreThanItsThresholdOnly() {
        Inertia cent = Inertia.ofEnergy(10_000);
        assertThat(cent.stays(5, 5 + 3 * 10_000, 3)).isTrue();
        assertThat(cent.stays(5, 6 + 3 * 10_000, 3)).isFalse();
        Inertia share = Inertia.ofSurplus(10_000);
        assertThat(share.stays(990, 1_000, 3)).isTrue();
        assertThat(share.stays(989, 1_000, 3)).isFalse();
        assertThat(share.stays(-1, 0, 3)).isFalse();
        assertThat(Inertia.ANY_GAIN.stays(7, 7, 3)).isTrue();
        assertThat(Inertia.ANY_GAIN.stays(7, 8, 3)).isFalse();
        assertThat(Inertia.NONE.stays(7, 7, 3)).isFalse();
    }

    @Test
    void optionsAreNeverWorseThanTheValueAndInTheBand() {
        for (Bid own : List.of(sell(3, 1, 517), buy(0, 1, 604), sell(3, 1, 670), buy(0, 1, 450))) {
            for (Bid option : new BestResponse(MEAN).options(own)) {
                assertThat(option.quote()).isBetween(TwoStage.FEED_IN, TwoStage.RETAIL);
                assertThat(option.quote() % TwoStage.TICK + option.limit() % TwoStage.TICK)
                        .isZero();
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
    void aloneInStageOneOneWattHourIsTheWholePriceUnlessItIsAnchored() {
        List<Bid> bids = List.of(sell(3, 100, 620, 500), buy(0, 100, 500, 640));
        List<Bid> washed = new ArrayList<>(bids);
        washed.add(buy(2, 1, 670));
        for (ReferencePriceRule rule : List.of(ReferencePriceRule.MEAN, ReferencePriceRule.VOLUME_WEIGHTED)) {
            TwoStage market = TwoStage.with(rule);
            assertThat(market.stages(washed).referencePrice()).as(rule.name()).isEqualTo(645_000);
            assertThat(gain(new WashTrade(market, List.of(1L)), bids))
                    .as(rule.name())
                    .isPositive();
        }
        // one part in a hundred of the way from 560 to 645
        TwoStage anchored = TwoStage.with(ReferencePriceRule.ANCHORED);
        assertThat(anchored.stages(washed).referencePrice()).isEqualTo(560_900);
        WashTrade wash = new WashTrade(anchored, List.of(1L));
        assertThat(gain(wash, bids)).isLessThan(gain(new WashTrade(MEAN, List.of(1L)), bids) / 10);
    }

    @Test
    void idleOrdersPullAnAnchoredPriceToTheMiddleAndNoOther() {
        // all that is possible is dealt at 515; the seller's other 100 Wh would rather go at 560
        List<Bid> bids = List.of(sell(3, 100, 500), buy(0, 100, 530), sell(4, 100, 600, 500), buy(1, 50, 500, 640));
        for (ReferencePriceRule rule : ReferencePriceRule.values()) {
            WashTrade wash = new WashTrade(TwoStage.with(rule), List.of(1L));
            long gain = wash.bestWithIdleOrders(bids, 2).nano()
                    - wash.best(bids, 2, 0).nano();
            if (rule == ReferencePriceRule.ANCHORED) {
                assertThat(gain).isPositive();
                assertThat(wash.bestWithIdleOrders(bids, 2).referencePrice()).isEqualTo(560_000);
            } else {
                assertThat(gain).as(rule.name()).isZero();
            }
        }
    }

    private static long gain(WashTrade wash, List<Bid> bids) {
        int attacker = bids.size() == 2 ? 0 : 2;
        return wash.best(bids, attacker, 1).nano()
                - wash.best(bids, attacker, 0).nano();
    }
}
