package io.gridclear.meter.client;

import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.ReferencePrice;

/**
 * Hears what the market says to a fleet. Called by the client's one feed thread, in the order of each
 * partition; it should hand work over and return, since it holds up all that follows. An exception that it
 * throws is logged and does not stop the feed.
 */
public interface MarketListener {
    /** A bid of one of the client's own meters was refused. */
    default void onRejected(BidRejected rejection) {}

    /** An area's reference price was published; of all areas. */
    default void onReferencePrice(ReferencePrice price) {}

    /** A record could not be read and was skipped; somebody else wrote what does not belong there. */
    default void onUndecodable(String topic, int partition, long offset, String problem) {}

    /** The feed cannot go on for now (the registry is away) and tries again; nothing is lost meanwhile. */
    default void onFeedDelayed(String problem) {}

    /** The feed has ended for good, for example because the client may not read; bids can still be sent. */
    default void onFeedStopped(String problem) {}
}
