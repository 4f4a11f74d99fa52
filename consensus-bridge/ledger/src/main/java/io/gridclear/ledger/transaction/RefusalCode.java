package io.gridclear.ledger.transaction;

/**
 * Why a transaction is refused, in order of precedence: of several reasons the first is given. Codes are 1 upwards and stay
 * what they are; 0 is acceptance.
 */
public enum RefusalCode {
    /** Not the canonical bytes of any transaction. */
    MALFORMED(1),
    /** Signed for another chain. */
    WRONG_CHAIN(2),
    /** Valid until a height that has passed. */
    EXPIRED(3),
    /** Valid longer than the window: its idempotency key could not be remembered for so long. */
    TOO_FAR_AHEAD(4),
    /** Not signed by its sender. */
    BAD_SIGNATURE(5),
    /** The sender used the idempotency key for something else. */
    KEY_REUSED(6),
    /** Only an operator may. */
    NOT_OPERATOR(7),
    /** Only a registered node may. */
    NOT_REGISTERED(8),
    /** The sender is banned. */
    BANNED(9),
    /** Only an agent in office may. */
    NOT_AN_AGENT(10),
    /** The sender's key is registered. */
    ALREADY_REGISTERED(11),
    /** As many nodes as there may be are registered. */
    TOO_MANY_NODES(12),
    /** Another node has this validator. */
    VALIDATOR_KEY_TAKEN(13),
    /** Another node has this usage point. */
    USAGE_POINT_TAKEN(14),
    /** The sender does not hold the validator's key. */
    BAD_POSSESSION(15),
    /** More candidates than seats. */
    TOO_MANY_CANDIDATES(16),
    /** A candidate comes twice. */
    DUPLICATE_CANDIDATE(17),
    /** A candidate is not registered. */
    UNKNOWN_CANDIDATE(18),
    /** A candidate is banned. */
    CANDIDATE_BANNED(19),
    /** The item is known with another content: there is never a second outcome. */
    CONFLICTING_CLAIM(20),
    /** As many items as there may be are open. */
    TOO_MANY_ITEMS(21),
    /** No such item. */
    UNKNOWN_ITEM(22),
    /** The item is decided and its grace is over. */
    ITEM_CLOSED(23),
    /**
     * The item is open or disputed, so that nothing was delivered under it that all agree on; or the run that it goes on from is
     * not FINAL.
     */
    NOT_FINAL(24),
    /** The period's deliveries are reported with another content. */
    ALREADY_REPORTED(25),
    /** A usage point comes twice. */
    DUPLICATE_USAGE_POINT(26),
    /** No node has this usage point. */
    UNKNOWN_USAGE_POINT(27),
    /** A usage point of a registered node is left out: who delivered badly might be. */
    INCOMPLETE_REPORT(28);

    private final int code;

    RefusalCode(int code) {
        this.code = code;
    }

    /** The code in a transaction's result. */
    public int code() {
        return code;
    }

    /**
     * The refusal of a result.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static RefusalCode ofCode(int code) {
        for (RefusalCode refusal : values()) {
            if (refusal.code == code) {
                return refusal;
            }
        }
        throw new IllegalArgumentException("no refusal has the code " + code);
    }
}
