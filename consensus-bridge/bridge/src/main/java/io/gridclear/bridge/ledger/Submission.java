package io.gridclear.bridge.ledger;

/** What the ledger said to a transaction when it was handed in. */
public sealed interface Submission {

    /** It waits for its block, or has been in one: its effect is to be looked for. */
    record Accepted() implements Submission {}

    /**
     * The ledger will not have it now; later, perhaps.
     *
     * @param code the ledger's code
     * @param detail the reason in words
     */
    record Refused(String code, String detail) implements Submission {}

    /**
     * The item is there with another content, and will never be this one.
     *
     * @param detail the reason in words
     */
    record Conflicting(String detail) implements Submission {}
}
