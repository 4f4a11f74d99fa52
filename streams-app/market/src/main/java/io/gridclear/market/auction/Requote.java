package io.gridclear.market.auction;

import io.gridclear.market.order.Side;

/** Price that an order takes into stage 2 (market rules, "The auction"). */
public final class Requote {

    private Requote() {}

    /**
     * Price of an order that its owner did not revise: moved to the reference price, within its limit. A seller takes
     * max(limit, min(ask, Pa)), a buyer min(limit, max(bid, Pa)).
     *
     * @param side side of the order
     * @param quote the order's quote
     * @param limit the limit that binds (the quote where there is none)
     * @param referencePrice Pa
     */
    public static long price(Side side, long quote, long limit, long referencePrice) {
        return side == Side.SELL
                ? Math.max(limit, Math.min(quote, referencePrice))
                : Math.min(limit, Math.max(quote, referencePrice));
    }
}
