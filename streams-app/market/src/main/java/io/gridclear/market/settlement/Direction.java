package io.gridclear.market.settlement;

/** Seen from the line's participant: it owes (DEBIT) or is owed (CREDIT). */
public enum Direction {
    DEBIT(1),
    CREDIT(2);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    /** Canonical byte. */
    public int code() {
        return code;
    }
}
