package io.gridclear.experiments.trading;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.auction.Requote;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.List;

/**
 * The two-stage auction, but that orders of one price share what comes to that price in proportion to their energy: who came
 * first has no advantage. A deal is between two prices. No rule of the product: made to see what time priority does to play.
 *
 * @param terms tick, tariffs and the rule of the reference price
 */
record SharedTies(MarketTerms terms) implements Mechanism {

    static SharedTies with(ReferencePriceRule rule) {
        return new SharedTies(TwoStage.with(rule).terms());
    }

    @Override
    public String label() {
        return "two-stage, equal prices share";
    }

    @Override
    public boolean usesLimits() {
        return true;
    }

    @Override
    public Outcome clear(List<Bid> bids) {
        Outcome outcome = Outcome.none(bids.size());
        long[] leftWh = new long[bids.size()];
        long[] prices = new long[bids.size()];
        for (int i = 0; i < prices.length; i++) {
            leftWh[i] = bids.get(i).wh();
            prices[i] = bids.get(i).quote();
        }
        long possibleWh = Math.min(totalWh(bids, Side.SELL), totalWh(bids, Side.BUY));
        long reference = match(bids, prices, leftWh, outcome).referencePrice(terms, possibleWh);
        for (int i = 0; i < prices.length; i++) {
            Bid bid = bids.get(i);
            prices[i] = Requote.price(bid.side(), bid.quote(), bid.limit(), reference);
        }
        match(bids, prices, leftWh, outcome);
        return outcome;
    }

    private static long totalWh(List<Bid> bids, Side side) {
        long total = 0;
        for (Bid bid : bids) {
            total += bid.side() == side ? bid.wh() : 0;
        }
        return total;
    }

    private static DealTotals match(List<Bid> bids, long[] prices, long[] leftWh, Outcome outcome) {
        DealTotals totals = new DealTotals();
        while (true) {
            int sell = best(bids, Side.SELL, prices, leftWh);
            int buy = best(bids, Side.BUY, prices, leftWh);
            if (sell < 0 || buy < 0 || prices[sell] > prices[buy]) {
                return totals;
            }
            Level asks = new Level(bids, Side.SELL, prices, prices[sell], leftWh);
            Level offers = new Level(bids, Side.BUY, prices, prices[buy], leftWh);
            long price = (prices[sell] + prices[buy]) / 2;
            long wh = Math.min(asks.leftWh, offers.leftWh);
            totals.add(wh, price);
            asks.share(wh, price, leftWh, outcome);
            offers.share(wh, price, leftWh, outcome);
        }
    }

    /** An order of a side that has something left and stands at its best price; -1: none is left. */
    private static int best(List<Bid> bids, Side side, long[] prices, long[] leftWh) {
        int best = -1;
        for (int i = 0; i < prices.length; i++) {
            if (bids.get(i).side() == side && leftWh[i] > 0) {
                boolean better = best < 0 || (side == Side.SELL ? prices[i] < prices[best] : prices[i] > prices[best]);
                best = better ? i : best;
            }
        }
        return best;
    }

    /** The orders of a side at one price. */
    private static final class Level {
        private final boolean[] isIn;
        private long leftWh;

        Level(List<Bid> bids, Side side, long[] prices, long price, long[] leftWh) {
            isIn = new boolean[prices.length];
            for (int i = 0; i < prices.length; i++) {
                isIn[i] = bids.get(i).side() == side && prices[i] == price;
                this.leftWh += isIn[i] ? leftWh[i] : 0;
            }
        }

        /** To each its share, down to whole Wh; what is left over goes one by one from the first on. */
        void share(long wh, long price, long[] leftWh, Outcome outcome) {
            long over = wh;
            for (int i = 0; i < isIn.length; i++) {
                over -= isIn[i] ? leftWh[i] * wh / this.leftWh : 0;
            }
            for (int i = 0; i < isIn.length; i++) {
                if (!isIn[i]) {
                    continue;
                }
                long part = leftWh[i] * wh / this.leftWh;
                if (over > 0 && part < leftWh[i]) {
                    part++;
                    over--;
                }
                leftWh[i] -= part;
                outcome.tradedWh()[i] += part;
                outcome.amountNano()[i] += part * price;
            }
        }
    }
}
