package io.gridclear.meter.emulator;

import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.ReferencePrice;

/**
 * Follows a run, for example to draw it on a terminal. Called from several threads, one call at a time per kind; must
 * return quickly, since it holds up the fleet.
 */
public interface FleetRunListener {
    /** The fleet began to send bids for a period. */
    default void onPeriodOpened(int period) {}

    /** All first bids of a period are handed over (not all acknowledged yet). */
    default void onBidsSent(int period, long bids) {}

    /** All revisions of a period are handed over. */
    default void onRequotesSent(int period, long requotes) {}

    /** All readings of a period are handed over. */
    default void onReadingsSent(int period, long readings) {}

    /** One of the fleet's bids was refused by the market. */
    default void onRejected(BidRejected rejection) {}

    /** A reference price of one of the fleet's areas was heard. */
    default void onReferencePrice(int period, ReferencePrice price) {}

    /** Something went wrong that a person should know; each kind of problem is told once. */
    default void onProblem(String problem) {}
}
