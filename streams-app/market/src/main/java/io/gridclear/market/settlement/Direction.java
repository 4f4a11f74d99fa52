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

    /** An amount as a change of the participant's balance: a credit adds, a debit takes. */
    public long signed(long amountNano) {
        return this == CREDIT ? amountNano : Math.negateExact(amountNano);
    }
}
