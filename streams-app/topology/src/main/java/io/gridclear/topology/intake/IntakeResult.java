package io.gridclear.topology.intake;

import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.RoutedBid;

/** What intake makes of a bid. */
public sealed interface IntakeResult {

    /** The sender is known and the signature good: on to the area's book. */
    record Routed(RoutedBid bid) implements IntakeResult {}

    /** Refused before any book. */
    record Refused(BidRejected rejection) implements IntakeResult {}
}
