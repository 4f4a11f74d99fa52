package io.gridclear.market.auction;

/**
 * The matching rule (paper, section 3.2.2, step 2): while both queues have a head and Ps &lt;= Pb, trade min(Vs, Vb) at
 * (Ps + Pb) / 2.
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
     * @param maxDeals bound on the deals of this call, &gt; 0
     * @return whether matching is finished
     */
    public static boolean run(OrderQueue sells, OrderQueue buys, long maxDeals, DealSink sink) {
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
            long quantityWh = Math.min(sells.headWh(), buys.headWh());
            sink.onDeal(quantityWh, (ask + bid) / 2);
            sells.take(quantityWh);
            buys.take(quantityWh);
            deals++;
        }
        return true;
    }
}
