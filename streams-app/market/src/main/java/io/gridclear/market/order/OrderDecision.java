package io.gridclear.market.order;

/** What the rules say to an {@link OrderRequest}. */
public sealed interface OrderDecision {

    /**
     * The request enters the log.
     *
     * @param kind what it does to the book
     */
    record Accepted(Kind kind) implements OrderDecision {}

    /** A byte-identical repeat of the revision that counts: accepted silently, changes nothing. */
    record Repeated() implements OrderDecision {}

    /**
     * The request is refused.
     *
     * @param reason the first reason that applies
     * @param detail the reason in words, with the values that broke the rule
     */
    record Refused(RejectReason reason, String detail) implements OrderDecision {}

    /** What an accepted request does to the book. */
    enum Kind {
        /** A new order, or a new order in place of a cancelled one. */
        NEW,
        /** Replaces a live order; it stands at its own, later position from now on. */
        REVISION,
        /** Takes a live order off the book, or marks an id that was never live. */
        CANCELLATION,
        /** Changes the price of what stage 1 left of an order; the position stays. */
        REQUOTE
    }
}
