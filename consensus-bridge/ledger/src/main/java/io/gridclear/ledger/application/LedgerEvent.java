package io.gridclear.ledger.application;

/**
 * Something that happened in a block, for logs, metrics and people: not part of the state.
 *
 * @param kind what happened
 * @param subject node address (hex) or item name
 * @param detail in words
 */
public record LedgerEvent(Kind kind, String subject, String detail) {

    /** Kinds of events. */
    public enum Kind {
        /** A committee was elected. */
        ELECTED,
        /** The head of the queue produces from now on. */
        TURN,
        /** An item was opened. */
        OPENED,
        /** An item is final. */
        FINAL,
        /** The agents computed something else than the operator claims. */
        DISPUTED,
        /** The head did not attest in time and lost its turn. */
        TURN_MISSED,
        /** A node is banned from election. */
        BANNED,
        /** A ban is over. */
        RETURNED,
        /** No hash has the votes of more than two thirds and the deadline has passed. */
        STALLED,
        /** Too few nodes are eligible: the incumbents stay. */
        INCUMBENTS_STAY
    }
}
