package io.gridclear.market.auction;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;

/**
 * The live orders of one area and period in compact arrays, added in log order. An order is named by its ordinal: 0 for
 * the first that was added, and so on. At most 64 bytes an order while it is cleared, sorting included. Single-threaded.
 */
public final class Book {

    private final String name;
    private final MarketTerms terms;
    private final BookSide sells;
    private final BookSide buys;
    private int orders;
    private boolean complete;

    /**
     * An empty book.
     *
     * @param name area and period, for the words of a violation
     * @param expectedOrdersPerSide capacity to begin with; the book grows as needed
     */
    public Book(String name, MarketTerms terms, int expectedOrdersPerSide) {
        this.name = name;
        this.terms = terms;
        this.sells = new BookSide(name, Side.SELL, terms, expectedOrdersPerSide);
        this.buys = new BookSide(name, Side.BUY, terms, expectedOrdersPerSide);
    }

    /** An empty book of no area: for an auction by itself. */
    public Book(MarketTerms terms, int expectedOrdersPerSide) {
        this("no area", terms, expectedOrdersPerSide);
    }

    /**
     * Adds an order that passed {@link io.gridclear.market.order.OrderRules}.
     *
     * @param quantityWh energy, Wh, &gt; 0
     * @param quote micro-currency per kWh
     * @param limitPrice worst acceptable price, or {@link OrderRequest#NO_LIMIT}
     * @return the order's ordinal
     * @throws InvariantViolation if a rule that must have been checked does not hold
     */
    public int add(Side side, long quantityWh, long quote, long limitPrice) {
        if (complete) {
            throw new InvariantViolation("an order reached the book of " + name + " after stage 1");
        }
        BookSide own = side(side);
        long limit = limitPrice == OrderRequest.NO_LIMIT ? quote : limitPrice;
        boolean limitHolds = side == Side.SELL ? limit <= quote : limit >= quote;
        if (quantityWh <= 0
                || quantityWh > terms.maxSideWh() - own.totalWh()
                || !limitHolds
                || !terms.isInBand(quote)
                || !terms.isInBand(limit)
                || quote % terms.tick() != 0
                || limit % terms.tick() != 0) {
            throw new InvariantViolation("an order that the rules refuse reached the book of " + name + ": " + side
                    + " " + quantityWh + " Wh at " + quote + ", limit " + limit);
        }
        own.add(orders, quantityWh, quote, limitPrice);
        return orders++;
    }

    /**
     * Sets the price that the order's owner takes into stage 2; before that stage, any number of times. A limit binds it,
     * also one that equals the quote; without a limit the new quote is the new limit.
     *
     * @param ordinal the order
     * @param price micro-currency per kWh
     * @throws InvariantViolation if a rule that must have been checked does not hold
     */
    public void revise(Side side, int ordinal, long price) {
        BookSide own = side(side);
        int position = own.positionOf(ordinal);
        if (position < 0) {
            throw new InvariantViolation("no order " + ordinal + " on the side " + side + " of the book of " + name);
        }
        if (!terms.isInBand(price) || price % terms.tick() != 0) {
            throw new InvariantViolation(
                    "a revised price that the rules refuse reached the book of " + name + ": " + price);
        }
        own.revise(position, price);
    }

    /** Area and period, for the words of a violation. */
    String name() {
        return name;
    }

    /** Terms of the period. */
    public MarketTerms terms() {
        return terms;
    }

    /** Orders on both sides. */
    public int size() {
        return orders;
    }

    /** Orders on one side. */
    public int size(Side side) {
        return side(side).size();
    }

    /** Energy of one side's orders, Wh. */
    public long totalWh(Side side) {
        return side(side).totalWh();
    }

    /**
     * What is left of an order at the moment, Wh.
     *
     * @throws InvariantViolation if the order is not on this side
     */
    public long remainingWh(Side side, int ordinal) {
        BookSide own = side(side);
        int position = own.positionOf(ordinal);
        if (position < 0) {
            throw new InvariantViolation("no order " + ordinal + " on the side " + side + " of the book of " + name);
        }
        return own.remainingWh(position);
    }

    /** No order enters any more. */
    void complete() {
        complete = true;
    }

    BookSide side(Side side) {
        return side == Side.SELL ? sells : buys;
    }
}
