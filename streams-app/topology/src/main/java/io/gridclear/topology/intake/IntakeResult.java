package io.gridclear.topology.intake;

import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.RoutedBid;

/** What intake makes of a bid. */
public sealed interface IntakeResult {

    /** The bid that goes on. */
    default RoutedBid routed() {
        throw new IllegalStateException("a refused bid came to where those go that were taken");
    }

    /** The answer to one that does not. */
    default BidRejected refusal() {
        throw new IllegalStateException("a bid that was taken came to where the refused ones go");
    }

    /** The sender is known and the signature good: on to the area's book. */
    record Routed(RoutedBid routed) implements IntakeResult {}

    /** Refused before any book. */
    record Refused(BidRejected refusal) implements IntakeResult {}
}
