package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * A seller that pushes the reference price up: accomplices bid the retail tariff for next to nothing, are first in the queue,
 * and each of their deals counts as one in the mean. What they pay is the seller's cost; what they get goes back to the grid
 * at the feed-in tariff. The seller meanwhile takes the quote that makes the most of it.
 *
 * @param market the auction that is attacked
 * @param sizesWh energies of an accomplice's bid that the seller may choose from, Wh
 */
record WashTrade(TwoStage market, List<Long> sizesWh) {

    /** More than any hour has. */
    private static final long IDLE_WH = 1_000_000;

    /**
     * The best that the seller can do.
     *
     * @param nano its surplus, all costs of the attack taken off, nano-currency
     * @param referencePrice Pa that came of it
     */
    record Result(long nano, long referencePrice) {}

    /**
     * The best with exactly so many accomplices; with none it is the best response of an honest seller.
     *
     * @param attacker index of the seller's bid
     */
    Result best(List<Bid> bids, int attacker, int accomplices) {
        Result best = null;
        for (long sizeWh : accomplices == 0 ? List.of(1L) : sizesWh) {
            List<Bid> all = new ArrayList<>(bids);
            for (int i = 0; i < accomplices; i++) {
                all.add(new Bid(-1, Side.BUY, sizeWh, TwoStage.RETAIL, TwoStage.RETAIL, TwoStage.FEED_IN));
            }
            for (Bid option : new BestResponse(market).options(bids.get(attacker))) {
                all.set(attacker, option);
                Result result = result(all, attacker, bids.size());
                best = best == null || result.nano() > best.nano() ? result : best;
            }
        }
        if (best == null) {
            throw new IllegalStateException("a seller has at least its own value to quote");
        }
        return best;
    }

    /** The best with orders that nobody meets and that make more energy possible than there is, or with none of them. */
    Result bestWithIdleOrders(List<Bid> bids, int attacker) {
        Bid sell = new Bid(-1, Side.SELL, IDLE_WH, TwoStage.RETAIL, TwoStage.RETAIL, TwoStage.RETAIL);
        Bid buy = new Bid(-1, Side.BUY, IDLE_WH, TwoStage.FEED_IN, TwoStage.FEED_IN, TwoStage.FEED_IN);
        Result best = best(bids, attacker, 0);
        for (List<Bid> idle : List.of(List.of(sell), List.of(buy), List.of(sell, buy))) {
            List<Bid> all = new ArrayList<>(bids);
            all.addAll(idle);
            for (Bid option : new BestResponse(market).options(bids.get(attacker))) {
                all.set(attacker, option);
                Result result = result(all, attacker, bids.size());
                best = result.nano() > best.nano() ? result : best;
            }
        }
        return best;
    }

    private Result result(List<Bid> all, int attacker, int firstAccomplice) {
        TwoStage.Cleared cleared = market.stages(all);
        Outcome outcome = cleared.both();
        long nano = all.get(attacker).surplusNano(outcome.tradedWh()[attacker], outcome.amountNano()[attacker]);
        for (int i = firstAccomplice; i < all.size(); i++) {
            nano += all.get(i).surplusNano(outcome.tradedWh()[i], outcome.amountNano()[i]);
        }
        return new Result(nano, cleared.referencePrice());
    }
}
