package io.gridclear.market.order;

/**
 * What a bid asks of the book: a new order, a revision, a re-quote or a cancellation.
 *
 * @param usagePoint usage point; with participant and orderId it names the order within its area and period
 * @param participant owner of the usage point
 * @param orderId the order's id
 * @param revision 0 for a new order, higher for each change
 * @param side side of the market
 * @param periodStart start of the delivery period, epoch ms
 * @param quantityWh energy, Wh; 0 in a revision cancels
 * @param price the quote, micro-currency per kWh
 * @param limitPrice worst acceptable price, or {@link #NO_LIMIT}
 * @param contentHash 64-bit hash of all that the sender signed, signature included; tells a repeat from a change
 */
public record OrderRequest(
        String usagePoint,
        String participant,
        String orderId,
        long revision,
        Side side,
        long periodStart,
        long quantityWh,
        long price,
        long limitPrice,
        long contentHash) {

    /** Stands for an absent limit price: the limit is the quote. No price is negative. */
    public static final long NO_LIMIT = -1;

    /** The limit that binds: the limit price, or the quote where there is none. */
    public long effectiveLimit() {
        return limitPrice == NO_LIMIT ? price : limitPrice;
    }

    /** The order as it stands once this request is accepted at a position of the log. */
    public StandingOrder standingAt(long position) {
        return new StandingOrder(side, revision, quantityWh, price, limitPrice, position, contentHash);
    }
}
