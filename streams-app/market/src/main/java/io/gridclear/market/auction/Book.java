package io.gridclear.market.auction;

import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;

/**
 * The live orders of one area and period in compact arrays, added in log order. An order is named by its ordinal: 0 for
 * the first that was added, and so on. At most 64 bytes an order while it is cleared, sorting included. Single-threaded.
 */
public final class Book {

    private final MarketTerms terms;
    private final BookSide sells;
    private final BookSide buys;
    private int orders;
    private boolean complete;

    /**
     * An empty book.
     *
     * @param expectedOrdersPerSide capacity to begin with; the book grows as needed
     */
    public Book(MarketTerms terms, int expectedOrdersPerSide) {
        this.terms = terms;
        this.sells = new BookSide(Side.SELL, terms, expectedOrdersPerSide);
        this.buys = new BookSide(Side.BUY, terms, expectedOrdersPerSide);
    }

    /**
     * Adds an order that passed {@link io.gridclear.market.order.OrderRules}.
     *
     * @param quantityWh energy, Wh, &gt; 0
     * @param quote micro-currency per kWh
     * @param limit limit that binds (the quote where there is none)
     * @return the order's ordinal
     * @throws InvariantViolation if a rule that must have been checked does not hold
     */
    public int add(Side side, long quantityWh, long quote, long limit) {
        if (complete) {
            throw new InvariantViolation("an order reached the book after stage 1");
        }
        BookSide own = side(side);
        boolean limitHolds = side == Side.SELL ? limit <= quote : limit >= quote;
        if (quantityWh <= 0
                || quantityWh > terms.maxSideWh() - own.totalWh()
                || !limitHolds
                || !terms.isInBand(quote)
                || !terms.isInBand(limit)
                || quote % terms.tick() != 0
                || limit % terms.tick() != 0) {
            throw new InvariantViolation("an order that the rules refuse reached the book: " + side + " " + quantityWh
                    + " Wh at " + quote + ", limit " + limit);
        }
        own.add(orders, quantityWh, quote, limit);
        return orders++;
    }

    /**
     * Sets the price that the order's owner takes into stage 2; before that stage, any number of times. A limit that is
     * not the quote itself binds it; a limit that is may have been absent, and then a new quote is a new limit.
     *
     * @param ordinal the order
     * @param price micro-currency per kWh
     * @throws InvariantViolation if a rule that must have been checked does not hold
     */
    public void revise(Side side, int ordinal, long price) {
        BookSide own = side(side);
        int position = own.positionOf(ordinal);
        if (position < 0) {
            throw new InvariantViolation("no order " + ordinal + " on the side " + side);
        }
        if (!terms.isInBand(price) || price % terms.tick() != 0) {
            throw new InvariantViolation("a revised price that the rules refuse reached the book: " + price);
        }
        own.revise(position, price);
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
            throw new InvariantViolation("no order " + ordinal + " on the side " + side);
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
