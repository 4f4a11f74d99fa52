package io.gridclear.ledger.query;

/** Why a query has no answer. */
public enum QueryRefusal {
    /** No such path. */
    UNKNOWN_PATH(1),
    /** Not the data that the path takes. */
    MALFORMED(2),
    /** What is asked for does not exist. */
    NOT_FOUND(3),
    /** The chain is not founded yet. */
    NOT_FOUNDED(4);

    private final int code;

    QueryRefusal(int code) {
        this.code = code;
    }

    /** The code in the answer. */
    public int code() {
        return code;
    }
}
