package io.gridclear.experiments.trading;

import io.gridclear.market.order.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Bids along the curves of supply and demand, matched from the best pair on while the ask is not above the bid: the most that
 * can be gained at these prices. Made for handfuls of bids.
 */
final class MeritOrder {

    /** One match. */
    record Pair(int sell, int buy, long wh) {}

    private final List<Integer> sells;
    private final List<Integer> buys;
    private final List<Pair> pairs = new ArrayList<>();
    private final long[] tradedWh;

    private MeritOrder(List<Bid> bids, ToLongFunction<Bid> price, int without) {
        sells = queue(bids, Side.SELL, Comparator.comparingLong(i -> price.applyAsLong(bids.get(i))), without);
        buys = queue(bids, Side.BUY, Comparator.comparingLong(i -> -price.applyAsLong(bids.get(i))), without);
        tradedWh = new long[bids.size()];
        int s = 0;
        int b = 0;
        while (s < sells.size() && b < buys.size()) {
            int sell = sells.get(s);
            int buy = buys.get(b);
            if (price.applyAsLong(bids.get(sell)) > price.applyAsLong(bids.get(buy))) {
                break;
            }
            long wh = Math.min(bids.get(sell).wh() - tradedWh[sell], bids.get(buy).wh() - tradedWh[buy]);
            pairs.add(new Pair(sell, buy, wh));
            tradedWh[sell] += wh;
            tradedWh[buy] += wh;
            s += tradedWh[sell] == bids.get(sell).wh() ? 1 : 0;
            b += tradedWh[buy] == bids.get(buy).wh() ? 1 : 0;
        }
    }

    private static List<Integer> queue(List<Bid> bids, Side side, Comparator<Integer> order, int without) {
        List<Integer> queue = new ArrayList<>();
        for (int i = 0; i < bids.size(); i++) {
            if (bids.get(i).side() == side && i != without) {
                queue.add(i);
            }
        }
        queue.sort(order); // stable: equal prices stay in log order
        return queue;
    }

    /** By quotes. */
    static MeritOrder byQuote(List<Bid> bids) {
        return new MeritOrder(bids, Bid::quote, -1);
    }

    /** By quotes, as if one bid were not there. */
    static MeritOrder byQuoteWithout(List<Bid> bids, int without) {
        return new MeritOrder(bids, Bid::quote, without);
    }

    /** By private values: the optimum of welfare. */
    static MeritOrder byValue(List<Bid> bids) {
        return new MeritOrder(bids, Bid::value, -1);
    }

    List<Pair> pairs() {
        return pairs;
    }

    /** Sells by price, then log position. */
    List<Integer> sells() {
        return sells;
    }

    /** Buys by price, best first, then log position. */
    List<Integer> buys() {
        return buys;
    }

    /** The last sell that trades; only if there is a pair. */
    int marginalSell() {
        return pairs.get(pairs.size() - 1).sell();
    }

    /** The last buy that trades; only if there is a pair. */
    int marginalBuy() {
        return pairs.get(pairs.size() - 1).buy();
    }

    long tradedWh(int bid) {
        return tradedWh[bid];
    }

    /** Gains from trade at these prices, nano-currency. */
    long gainNano(List<Bid> bids, ToLongFunction<Bid> price) {
        long gain = 0;
        for (Pair pair : pairs) {
            gain += pair.wh() * (price.applyAsLong(bids.get(pair.buy())) - price.applyAsLong(bids.get(pair.sell())));
        }
        return gain;
    }
}
