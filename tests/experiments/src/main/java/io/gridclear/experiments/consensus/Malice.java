package io.gridclear.experiments.consensus;

/** What a malicious node does. */
enum Malice {
    /** It delivers much less or more than it sold: its reputation falls, and nobody bans it. */
    DELIVERY(true, false),
    /** It attests a wrong hash: it is banned when that shows. */
    HASH(false, true),
    /** Both. */
    BOTH(true, true);

    private final boolean delivers;
    private final boolean attests;

    Malice(boolean delivers, boolean attests) {
        this.delivers = delivers;
        this.attests = attests;
    }

    /** Whether its deliveries deviate. */
    boolean deviatesInDelivery() {
        return delivers;
    }

    /** Whether it attests wrong hashes. */
    boolean attestsWrongly() {
        return attests;
    }
}
