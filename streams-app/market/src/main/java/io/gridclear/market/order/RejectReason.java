package io.gridclear.market.order;

/** Why an order is refused; constants stand in the order in which they are checked (market rules, "Orders"). */
public enum RejectReason {
    UNKNOWN_USAGE_POINT,
    BAD_SIGNATURE,
    UNKNOWN_AREA,
    UNKNOWN_PERIOD,
    GATE_CLOSED,
    BAD_QUANTITY,
    PRICE_OUT_OF_BAND,
    OFF_TICK,
    LIMIT_CROSSES_QUOTE,
    OPPOSITE_SIDE,
    STALE_REVISION
}
