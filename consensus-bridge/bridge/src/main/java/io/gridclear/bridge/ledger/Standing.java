package io.gridclear.bridge.ledger;

import io.gridclear.ledger.item.Outcome;

/** How an item stands in the ledger. */
public sealed interface Standing {

    /** The ledger has never heard of it. */
    record Unknown() implements Standing {}

    /**
     * It waits for attestations.
     *
     * @param item what the operator claims
     */
    record Open(OpenItem item) implements Standing {}

    /**
     * It is decided, for ever.
     *
     * @param outcome how
     */
    record Decided(Outcome outcome) implements Standing {}
}
