package io.gridclear.market.twin;

/** Shapes of books that seeded tests draw from; each strains another part of the auction. */
public enum BookShape {
    /** Quotes anywhere in the default band, limits for some, revised prices for some. */
    ORDINARY,
    /** Three prices and a handful of quantities: nearly every order ties. */
    TIES,
    /** Everybody asks and bids the same. */
    ONE_PRICE,
    /** A band of a single price. */
    NO_BAND,
    /** Sellers only, or buyers only. */
    ONE_SIDED,
    /** Every ask is above every bid, but limits reach across: all trade is in stage 2. */
    EMPTY_STAGE_1,
    /** Single Wh beside orders that take up what the side may hold. */
    EXTREME_QUANTITIES,
    /** Prices so high that a side holds few Wh. */
    EXTREME_PRICES,
    /** A band of two thousand million ticks: a counting sort needs three passes. */
    HUGE_BAND,
    /** Every order is revised, mostly to a price worse for its owner. */
    ALL_REVISED
}
