package io.gridclear.benchmarks.kernel;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.auction.Requote;
import io.gridclear.market.auction.TwoStageAuction;
import io.gridclear.market.order.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The baseline: the same auction as a textbook writes it, an object an order and a heap a side, O(n log n). */
final class PriorityQueueAuction {

    private static final class Order {
        private final int ordinal;
        private final Side side;
        private final long limit;
        private long price;
        private long leftWh;

        private Order(int ordinal, Side side, long quantityWh, long price, long limit) {
            this.ordinal = ordinal;
            this.side = side;
            this.limit = limit;
            this.price = price;
            this.leftWh = quantityWh;
        }
    }

    private static final Comparator<Order> BY_PRICE = Comparator.comparingLong(order -> order.price);
    private static final Comparator<Order> BY_ORDINAL = Comparator.comparingInt(order -> order.ordinal);
    private static final Comparator<Order> ASKS = BY_PRICE.thenComparing(BY_ORDINAL);
    private static final Comparator<Order> BIDS = BY_PRICE.reversed().thenComparing(BY_ORDINAL);

    private final List<Order> orders;
    private long offeredWh;
    private long demandedWh;

    PriorityQueueAuction(ZeroIntelligenceOrders source) {
        orders = new ArrayList<>(source.size());
        for (int i = 0; i < source.size(); i++) {
            orders.add(new Order(
                    i, source.sells(i) ? Side.SELL : Side.BUY, source.quantityWh(i), source.quote(i), source.limit(i)));
            if (source.sells(i)) {
                offeredWh += source.quantityWh(i);
            } else {
                demandedWh += source.quantityWh(i);
            }
        }
    }

    /** Both stages; returns Pa. */
    long run(TwoStageAuction.TradeSink sink) {
        DealTotals stage1 = match(1, sink);
        long reference = stage1.referencePrice(ZeroIntelligenceOrders.TERMS, Math.min(offeredWh, demandedWh));
        for (Order order : orders) {
            order.price = Requote.price(order.side, order.price, order.limit, reference);
        }
        match(2, sink);
        return reference;
    }

    private DealTotals match(int stage, TwoStageAuction.TradeSink sink) {
        PriorityQueue<Order> sells = queue(Side.SELL, ASKS);
        PriorityQueue<Order> buys = queue(Side.BUY, BIDS);
        DealTotals totals = new DealTotals();
        while (!sells.isEmpty() && !buys.isEmpty()) {
            Order sell = sells.element();
            Order buy = buys.element();
            if (sell.price > buy.price) {
                break;
            }
            long quantityWh = Math.min(sell.leftWh, buy.leftWh);
            long price = (sell.price + buy.price) / 2;
            totals.add(quantityWh, price);
            sink.onTrade(stage, sell.ordinal, buy.ordinal, quantityWh, price);
            sell.leftWh -= quantityWh;
            buy.leftWh -= quantityWh;
            if (sell.leftWh == 0) {
                sells.remove();
            }
            if (buy.leftWh == 0) {
                buys.remove();
            }
        }
        return totals;
    }

    private PriorityQueue<Order> queue(Side side, Comparator<Order> order) {
        PriorityQueue<Order> queue = new PriorityQueue<>(orders.size() / 2 + 1, order);
        for (Order one : orders) {
            if (one.side == side && one.leftWh > 0) {
                queue.add(one);
            }
        }
        return queue;
    }
}
