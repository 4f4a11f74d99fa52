package io.gridclear.meter.client;

/**
 * Why the client did not send a draft. Only what is wrong in any state of the market; the market's own
 * reasons come as rejections.
 */
public enum RefusalReason {
    /** The usage point has no id, or one of more than 128 bytes of UTF-8. */
    BAD_USAGE_POINT,
    /** The order has no id, or one of more than 128 bytes of UTF-8. */
    BAD_ORDER_ID,
    /** A time is before 1970, or finer than a millisecond, which the contract cannot carry. */
    BAD_TIME,
    /** The quantity is negative, or a first bid asks for nothing. */
    BAD_QUANTITY,
    /** The price is negative. */
    BAD_PRICE,
    /** A sell limit above the ask, or a buy limit below the bid. */
    LIMIT_CROSSES_QUOTE,
    /** A reading's interval is empty, or a register runs backwards against its interval. */
    BAD_INTERVAL
}
