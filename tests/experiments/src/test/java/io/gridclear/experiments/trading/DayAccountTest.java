package io.gridclear.experiments.trading;

import static io.gridclear.experiments.trading.Bids.buy;
import static io.gridclear.experiments.trading.Bids.sell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gridclear.experiments.ProjectFiles;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.quoting.QuotingStyle;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayAccountTest {

    private static final TwoStage MEAN = TwoStage.with(ReferencePriceRule.MEAN);

    @Test
    void anHourByHand() {
        // 100 of 200 Wh are sold at 560: income 100 x 560 + 100 x 450 against 200 x 450; cost 100 x 560 against 100 x 670
        List<Bid> bids = List.of(sell(3, 200, 500), buy(0, 100, 620));
        DayAccount day = new DayAccount();
        day.add(bids, MEAN.clear(bids));

        assertThat(day.incomeChangePercent()).isEqualTo(100.0 * 11 / 90, within(1e-9));
        assertThat(day.costChangePercent()).isEqualTo(-100.0 * 11 / 67, within(1e-9));
        assertThat(day.changePercent(3)).isEqualTo(day.incomeChangePercent());
        assertThat(day.peerSharePercent()).isEqualTo(100);
        assertThat(day.soldSharePercent()).isEqualTo(50);
        assertThat(day.boughtSharePercent()).isEqualTo(100);
        assertThat(day.welfareSharePercent()).isEqualTo(100);
        assertThat(day.operatorSharePercent()).isZero();
        assertThat(day.meanPrice()).isEqualTo(0.56);
    }

    @Test
    void theIdentityOfThePapersTableHoldsOnEveryDay() {
        ModelledDays days = new ModelledDays(3);
        for (int draw = 0; draw < 20; draw++) {
            DayAccount day = new DayAccount();
            for (List<Bid> bids : DayBids.of(days.day(draw), QuotingStyle.URGENT, 3, draw, MEAN)) {
                day.add(bids, MEAN.clear(bids));
            }
            double price = day.meanPrice();
            assertThat(day.incomeChangePercent())
                    .as("draw " + draw)
                    .isEqualTo(day.soldSharePercent() * (price - 0.45) / 0.45, within(1e-6));
            assertThat(day.costChangePercent())
                    .as("draw " + draw)
                    .isEqualTo(day.boughtSharePercent() * (price - 0.67) / 0.67, within(1e-6));
        }
    }

    @Test
    void thePapersPairAtTheMiddleOfTheBand() {
        assertThat(Paper.soldSharePercent(0.56)).isEqualTo(68.318, within(0.001));
        assertThat(Paper.boughtSharePercent(0.56)).isEqualTo(46.291, within(0.001));
        assertThat(Paper.supplyRatio(0.56)).isEqualTo(0.6776, within(0.0001));
        assertThat(Paper.isNear(18.7, -5.6)).isTrue();
        assertThat(Paper.isNear(18.8, -7.6)).isFalse();
    }

    @Test
    void nobodyIsWorseOffThanWithTheGridAlone() {
        ModelledDays days = new ModelledDays(11);
        for (QuotingStyle style : QuotingStyle.values()) {
            for (int draw = 0; draw < 10; draw++) {
                DayAccount day = new DayAccount();
                for (List<Bid> bids : DayBids.of(days.day(draw), style, 11, draw, MEAN)) {
                    day.add(bids, MEAN.clear(bids));
                }
                for (int p = 0; p < TradingDay.BUYERS + TradingDay.SELLERS; p++) {
                    double change = day.changePercent(p);
                    assertThat(TradingDay.side(p) == Side.SELL ? change : -change)
                            .as(style + ", draw " + draw + ", " + TradingDay.name(p))
                            .isNotNegative();
                }
            }
        }
    }

    @Test
    void plantsAreScaledToTheRatio() {
        TradingDay day = new ModelledDays(1).day(0);
        TradingDay scaled = day.atSupplyRatio(2);
        assertThat(scaled.supplyRatio()).isEqualTo(2, within(0.01));
        assertThat(scaled.totalWh(Side.BUY)).isEqualTo(day.totalWh(Side.BUY));
        assertThatThrownBy(() -> new TradingDay("short", new long[7][23])).hasMessageContaining("24 hours");
    }

    @Test
    void aDrawIsItsSeedAndNumberAlone() {
        DaySource recorded = RecordedDays.of(1, ProjectFiles.data());
        DaySource again = RecordedDays.of(1, ProjectFiles.data());
        again.day(7);
        assertThat(again.day(3).wh()).isDeepEqualTo(recorded.day(3).wh());
        assertThat(recorded.day(4).wh()).isNotEqualTo(recorded.day(3).wh());
        assertThat(RecordedDays.of(2, ProjectFiles.data()).day(3).wh()).isNotEqualTo(recorded.day(3).wh());
        for (int draw = 0; draw < 200; draw++) {
            TradingDay day = recorded.day(draw);
            assertThat(day.totalWh(Side.SELL)).as("draw " + draw).isPositive();
            assertThat(day.wh()[0][0]).as("draw " + draw).isNotNegative();
            assertThat(day.wh()[6][0]).as("no sun at midnight, draw " + draw).isZero();
        }
    }
}
