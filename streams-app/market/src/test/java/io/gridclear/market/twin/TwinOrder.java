package io.gridclear.market.twin;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;

/**
 * An order as a test writes it down.
 *
 * @param side side of the market
 * @param quantityWh energy, Wh
 * @param quote the quote, micro-currency per kWh
 * @param limitPrice worst acceptable price, or {@link OrderRequest#NO_LIMIT}
 * @param revisedPrice price that the owner takes into stage 2, or {@link #NOT_REVISED}
 */
public record TwinOrder(Side side, long quantityWh, long quote, long limitPrice, long revisedPrice) {

    /** Stands for an order that its owner does not revise. */
    public static final long NOT_REVISED = -1;

    /** An order without a limit that is not revised. */
    public static TwinOrder of(Side side, long quantityWh, long quote) {
        return new TwinOrder(side, quantityWh, quote, OrderRequest.NO_LIMIT, NOT_REVISED);
    }

    /** The same with a limit. */
    public TwinOrder limit(long price) {
        return new TwinOrder(side, quantityWh, quote, price, revisedPrice);
    }

    /** The same with a price for stage 2. */
    public TwinOrder revised(long price) {
        return new TwinOrder(side, quantityWh, quote, limitPrice, price);
    }

    /** Whether the owner revised it. */
    public boolean isRevised() {
        return revisedPrice != NOT_REVISED;
    }

    /** The limit that binds until the order is revised. */
    public long bindingLimit() {
        return limitPrice == OrderRequest.NO_LIMIT ? quote : limitPrice;
    }
}
