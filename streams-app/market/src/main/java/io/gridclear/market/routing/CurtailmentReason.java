package io.gridclear.market.routing;

/** Why energy of a trade is not routed but left to the grid; constants stand in the order in which they are checked. */
public enum CurtailmentReason {
    /** All of it is routed. */
    NONE(0),
    /** The seller's or the buyer's bus is not in the feeder, or empty. */
    UNKNOWN_BUS(1),
    /** No lines lead from the one bus to the other, whatever they carry. */
    NO_PATH(2),
    /** Lines do, but on no path is anything left in this direction. */
    CAPACITY(3),
    /** The trade is split into as many paths as one trade may have, or the next one would be too long. */
    PATH_LIMIT(4);

    private final int code;

    CurtailmentReason(int code) {
        this.code = code;
    }

    /** Number that stands for the reason in canonical bytes. */
    public int code() {
        return code;
    }
}
