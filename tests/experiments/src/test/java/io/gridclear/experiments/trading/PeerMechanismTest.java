package io.gridclear.experiments.trading;

import static io.gridclear.experiments.trading.Bids.buy;
import static io.gridclear.experiments.trading.Bids.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.order.Side;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each mechanism by a table worked by hand. The hour of all tables:
 *
 * <pre>
 *   S0 5 Wh at 510   S1 5 Wh at 520   S2 5 Wh at 530      B0 4 Wh at 540   B1 5 Wh at 525   B2 5 Wh at 515
 *   matches: S0-B0 4, S0-B1 1, S1-B1 4; then S1 (1 Wh left, 520) is above B2 (515)
 * </pre>
 */
class PeerMechanismTest {

    private static final List<Bid> HOUR = List.of(
            sell(3, 5, 510), sell(4, 5, 520), sell(5, 5, 530), buy(0, 4, 540), buy(1, 5, 525), buy(2, 5, 515));

    private static final long[] EFFICIENT = {5, 4, 0, 4, 5, 0};

    private static void expect(PeerMechanism mechanism, long[] tradedWh, long[] thousandths, List<Bid> bids) {
        Outcome outcome = mechanism.clear(bids);
        assertThat(outcome.tradedWh()).containsExactly(tradedWh);
        long[] amounts = new long[thousandths.length];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = thousandths[i] * 1_000;
        }
        assertThat(outcome.amountNano()).containsExactly(amounts);
    }

    @Test
    void uniformPriceIsHalfWayBetweenTheLastPair() {
        // (520 + 525) / 2 = 522.5: in halves
        Outcome outcome = PeerMechanism.UNIFORM_PRICE.clear(HOUR);
        assertThat(outcome.tradedWh()).containsExactly(EFFICIENT);
        assertThat(outcome.amountNano()).containsExactly(2_612_500, 2_090_000, 0, 2_090_000, 2_612_500, 0);
    }

    @Test
    void payAsBidTakesTheBuyersBid() {
        expect(PeerMechanism.PAY_AS_BID, EFFICIENT, new long[] {4 * 540 + 525, 4 * 525, 0, 4 * 540, 5 * 525, 0}, HOUR);
    }

    @Test
    void payAsClearIsTheLastAskWhereSupplyIsLeft() {
        expect(PeerMechanism.PAY_AS_CLEAR, EFFICIENT, new long[] {5 * 520, 4 * 520, 0, 4 * 520, 5 * 520, 0}, HOUR);
    }

    @Test
    void payAsClearIsTheLastBidWhereDemandIsLeft() {
        expect(
                PeerMechanism.PAY_AS_CLEAR,
                new long[] {5, 4, 1},
                new long[] {5 * 525, 4 * 525, 525},
                List.of(sell(3, 5, 510), buy(0, 4, 540), buy(1, 5, 525)));
    }

    @Test
    void tradeReductionLeavesTheLastPairOutAndKeepsTheDifference() {
        // without S1 and B1: S0 offers 5, B0 asks for 4; B0 pays 525, S0 gets 520
        expect(PeerMechanism.TRADE_REDUCTION, new long[] {4, 0, 0, 4, 0, 0}, new long[] {4 * 520, 0, 0, 4 * 525, 0, 0}, HOUR);
        assertThat(PeerMechanism.TRADE_REDUCTION.clear(HOUR).operatorNano(HOUR)).isEqualTo(4 * 5_000);
    }

    @Test
    void tradeReductionSharesTheLongSideOut() {
        // S2 and B1 are last; S0 (3) and S1 (6) share 4 Wh: 1 and 2, and the Wh left over goes to S0
        expect(
                PeerMechanism.TRADE_REDUCTION,
                new long[] {2, 2, 0, 4, 0},
                new long[] {2 * 530, 2 * 530, 0, 4 * 540, 0},
                List.of(sell(3, 3, 510), sell(4, 6, 520), sell(5, 5, 530), buy(0, 4, 600), buy(1, 9, 540)));
    }

    @Test
    void vcgPaysEverybodyWhatItAdds() {
        // gain 4 x 30 + 15 + 4 x 5 = 155; without B0 75, B1 125, S0 85, S1 135
        expect(
                PeerMechanism.VCG,
                EFFICIENT,
                new long[] {5 * 510 + 70, 4 * 520 + 20, 0, 4 * 540 - 80, 5 * 525 - 30, 0},
                HOUR);
        assertThat(PeerMechanism.VCG.clear(HOUR).operatorNano(HOUR)).isEqualTo(-45_000);
    }

    @ParameterizedTest
    @EnumSource
    void withoutACrossingNothingIsTraded(PeerMechanism mechanism) {
        List<Bid> apart = List.of(sell(3, 5, 560), buy(0, 5, 550));
        expect(mechanism, new long[2], new long[2], apart);
        expect(mechanism, new long[0], new long[0], List.of());
        expect(mechanism, new long[1], new long[1], List.of(sell(3, 5, 500)));
    }

    @ParameterizedTest
    @EnumSource
    void nobodyLosesAgainstItsQuoteAndBoughtIsSold(PeerMechanism mechanism) {
        for (long seed = 0; seed < 300; seed++) {
            List<Bid> bids = Bids.drawn(seed, 9);
            Outcome outcome = mechanism.clear(bids);
            long net = 0;
            for (int i = 0; i < bids.size(); i++) {
                assertThat(outcome.tradedWh()[i]).as("seed " + seed).isBetween(0L, bids.get(i).wh());
                assertThat(bids.get(i).surplusNano(outcome.tradedWh()[i], outcome.amountNano()[i]))
                        .as("seed " + seed)
                        .isNotNegative();
                net += bids.get(i).side() == Side.SELL ? outcome.tradedWh()[i] : -outcome.tradedWh()[i];
            }
            assertThat(net).as("seed " + seed).isZero();
            long operator = outcome.operatorNano(bids);
            switch (mechanism) {
                case UNIFORM_PRICE, PAY_AS_BID, PAY_AS_CLEAR -> assertThat(operator).as("seed " + seed).isZero();
                case TRADE_REDUCTION -> assertThat(operator).as("seed " + seed).isNotNegative();
                case VCG -> assertThat(operator).as("seed " + seed).isNotPositive();
            }
        }
    }

    /** The twin: Wh by Wh, the cheapest for the keenest. */
    private static long mostGainNano(List<Bid> bids) {
        List<Long> asks = new ArrayList<>();
        List<Long> offers = new ArrayList<>();
        for (Bid bid : bids) {
            for (long wh = 0; wh < bid.wh(); wh++) {
                (bid.side() == Side.SELL ? asks : offers).add(bid.value());
            }
        }
        asks.sort(null);
        offers.sort((a, b) -> Long.compare(b, a));
        long gain = 0;
        for (int i = 0; i < Math.min(asks.size(), offers.size()); i++) {
            gain += Math.max(0, offers.get(i) - asks.get(i));
        }
        return gain;
    }

    @Test
    void theMeritOrderGainsWhatIsPossible() {
        for (long seed = 0; seed < 500; seed++) {
            List<Bid> bids = Bids.drawn(seed, 12);
            assertThat(MeritOrder.byValue(bids).gainNano(bids, Bid::value))
                    .as("seed " + seed)
                    .isEqualTo(mostGainNano(bids));
        }
    }
}
