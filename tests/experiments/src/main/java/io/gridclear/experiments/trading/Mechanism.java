package io.gridclear.experiments.trading;

import java.util.List;

/** A rule that makes trades and payments of the bids of an hour. */
interface Mechanism {

    /** What tables and plots call it. */
    String label();

    /** The outcome for these bids, which stand in log order. */
    Outcome clear(List<Bid> bids);

    /** Whether a bid's limit means anything to it. */
    default boolean usesLimits() {
        return false;
    }
}
