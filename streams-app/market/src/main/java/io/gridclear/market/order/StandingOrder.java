package io.gridclear.market.order;

/**
 * The revision of an order that counts.
 *
 * @param side side of the market
 * @param revision highest accepted revision, a re-quote's included
 * @param quantityWh energy, Wh; 0 = cancelled
 * @param price the quote that stage 1 takes, micro-currency per kWh
 * @param limitPrice worst acceptable price, or {@link OrderRequest#NO_LIMIT}
 * @param position sequence of the book entry that the order stands by: its rank among equal prices, in both stages
 * @param contentHash {@link OrderRequest#contentHash()} of the highest accepted revision
 */
public record StandingOrder(
        Side side, long revision, long quantityWh, long price, long limitPrice, long position, long contentHash) {

    /** Whether the order was cancelled. */
    public boolean isCancelled() {
        return quantityWh == 0;
    }

    /** The limit that binds: the limit price, or the quote where there is none. */
    public long effectiveLimit() {
        return limitPrice == OrderRequest.NO_LIMIT ? price : limitPrice;
    }

    /**
     * The order after an accepted re-quote: quote and position stay those of stage 1, revision and content are the
     * re-quote's.
     */
    public StandingOrder requoted(OrderRequest request) {
        return new StandingOrder(
                side, request.revision(), quantityWh, price, limitPrice, position, request.contentHash());
    }
}
