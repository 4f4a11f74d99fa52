package io.gridclear.market.order;

/** Side of the market; {@link #code()} is its canonical byte and sorts sells before buys. */
public enum Side {
    SELL(1),
    BUY(2);

    private final int code;

    Side(int code) {
        this.code = code;
    }

    /** Canonical byte: 1 sell, 2 buy. */
    public int code() {
        return code;
    }

    /**
     * The side with this canonical byte.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Side ofCode(int code) {
        return switch (code) {
            case 1 -> SELL;
            case 2 -> BUY;
            default -> throw new IllegalArgumentException("no side has the code " + code);
        };
    }
}
