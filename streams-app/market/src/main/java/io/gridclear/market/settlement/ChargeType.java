package io.gridclear.market.settlement;

/** What a settlement line charges (market rules, "Settlement"). */
public enum ChargeType {
    /** A peer trade. */
    ENERGY(1),
    /** Residual at the tariff. */
    GRID_ENERGY(2),
    /** Fee for the use of the grid by a peer trade. */
    GRID_FEE(3),
    /** Metered against contracted energy. */
    IMBALANCE(4),
    /** Tax on energy of a peer trade. */
    TAX(5);

    private final int code;

    ChargeType(int code) {
        this.code = code;
    }

    /** Canonical byte. */
    public int code() {
        return code;
    }
}
