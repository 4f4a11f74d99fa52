package io.gridclear.meter.quoting;

/** The side that an owner takes in a period. Closed, unlike the contract's enum, which must know strangers. */
public enum Side {
    /** Offers energy; a higher price is better for the owner. */
    SELL,
    /** Asks for energy; a lower price is better for the owner. */
    BUY
}
