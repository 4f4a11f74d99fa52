package io.gridclear.market.settlement;

/** What a settlement line charges (market rules, "Settlement"). */
public enum ChargeType {
    /** A peer trade. */
    ENERGY(1),
    /** Residual at the tariff. */
    GRID_ENERGY(2);

    private final int code;

    ChargeType(int code) {
        this.code = code;
    }

    /** Canonical byte. */
    public int code() {
        return code;
    }
}
