package io.gridclear.market.auction;

import io.gridclear.market.order.Side;

/**
 * The matching rule (paper, section 3.2.2, step 2): while both queues have a head and Ps &lt;= Pb, trade min(Vs, Vb) at
 * (Ps + Pb) / 2.
 *
 * <p>Whatever the queues are made of, every deal is checked here, before and after: it lies within both orders' limits, each
 * queue books exactly its energy, and a queue goes on only to an order that comes later. So no order comes twice, and none
 * trades more than its queue says that it holds.
 */
public final class Matching {

    /** Receives the deals; the heads of both queues are still the orders that trade. */
    public interface DealSink {

        /**
         * One deal.
         *
         * @param quantityWh energy, Wh, &gt; 0
         * @param price (Ps + Pb) / 2, micro-currency per kWh, exact because both are multiples of an even tick
         */
        void onDeal(long quantityWh, long price);
    }

    private Matching() {}

    /**
     * Matches until nothing crosses any more or enough deals are made.
     *
     * @param book area and period, for the words of a violation
     * @param maxDeals bound on the deals of this call, &gt; 0
     * @return whether matching is finished
     * @throws InvariantViolation if a deal breaks a limit, or a queue is not what it must be
     */
    public static boolean run(String book, OrderQueue sells, OrderQueue buys, long maxDeals, DealSink sink) {
        long deals = 0;
        while (!sells.isEmpty() && !buys.isEmpty()) {
            long ask = sells.headPrice();
            long bid = buys.headPrice();
            if (ask > bid) {
                return true;
            }
            if (deals == maxDeals) {
                return false;
            }
            long sellWh = sells.headWh();
            long buyWh = buys.headWh();
            long quantityWh = Math.min(sellWh, buyWh);
            long price = (ask + bid) / 2;
            if (quantityWh <= 0 || price < sells.headLimit() || price > buys.headLimit()) {
                throw new InvariantViolation(
                        "a deal of " + quantityWh + " Wh at " + price + " between the sell at position "
                                + sells.headPosition() + " (limit " + sells.headLimit() + ") and the buy at position "
                                + buys.headPosition() + " (limit " + buys.headLimit() + ") in the book of " + book);
            }
            sink.onDeal(quantityWh, price);
            take(book, Side.SELL, sells, sellWh, quantityWh);
            take(book, Side.BUY, buys, buyWh, quantityWh);
            deals++;
        }
        return true;
    }

    private static void take(String book, Side side, OrderQueue queue, long headWh, long quantityWh) {
        long price = queue.headPrice();
        long position = queue.headPosition();
        queue.take(quantityWh);
        boolean holds;
        if (quantityWh < headWh) {
            holds = !queue.isEmpty() && queue.headPosition() == position && queue.headWh() == headWh - quantityWh;
        } else {
            holds = queue.isEmpty() || comesAfter(side, price, position, queue);
        }
        if (!holds) {
            throw new InvariantViolation(
                    "after a deal of " + quantityWh + " Wh the " + side + " at position " + position
                            + " of " + headWh + " Wh is followed by "
                            + (queue.isEmpty()
                                    ? "nothing"
                                    : "position " + queue.headPosition() + " of " + queue.headWh() + " Wh at "
                                            + queue.headPrice())
                            + " in the book of " + book);
        }
    }

    /** Whether a queue's head is behind a price and position. */
    private static boolean comesAfter(Side side, long price, long position, OrderQueue queue) {
        long next = queue.headPrice();
        return next == price ? queue.headPosition() > position : side == Side.SELL ? next > price : next < price;
    }
}
