package io.gridclear.market.order;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;

/** An order request as a story tells it: what is not said is ordinary. */
final class OrderRequests {

    static final MarketTerms TERMS = new MarketTerms(
            900_000,
            900_000,
            300_000,
            100,
            450_000,
            670_000,
            ReferencePriceRule.MEAN,
            1_000_000_000,
            "grid",
            "EUR",
            "UTC");

    static final long PERIOD = 1_800_000_000_000L;

    private long revision;
    private Side side = Side.SELL;
    private long quantityWh = 1_000;
    private long price = 500_000;
    private long limitPrice = OrderRequest.NO_LIMIT;

    private OrderRequests() {}

    static OrderRequests sell() {
        return new OrderRequests();
    }

    static OrderRequests buy() {
        return new OrderRequests().side(Side.BUY);
    }

    OrderRequests side(Side value) {
        side = value;
        return this;
    }

    OrderRequests revision(long value) {
        revision = value;
        return this;
    }

    OrderRequests wh(long value) {
        quantityWh = value;
        return this;
    }

    OrderRequests price(long value) {
        price = value;
        return this;
    }

    OrderRequests limit(long value) {
        limitPrice = value;
        return this;
    }

    /** The request; its content hash stands for all of its values. */
    OrderRequest request() {
        long content = 31 * (31 * (31L * side.code() + quantityWh) + price) + limitPrice;
        return new OrderRequest(
                "up-1", "anna", "order-1", revision, side, PERIOD, quantityWh, price, limitPrice, content);
    }

    /** The request as it stands once it is accepted. */
    StandingOrder standing() {
        return request().standingAt(7);
    }
}
