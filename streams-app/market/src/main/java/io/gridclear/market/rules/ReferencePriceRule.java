package io.gridclear.market.rules;

/** How the reference price Pa follows from the deals of stage 1 (market rules, "The auction"). */
public enum ReferencePriceRule {
    /** Arithmetic mean of deal prices, each deal once: the paper's words. */
    MEAN,
    /** Sum of amounts over sum of energy: a deal of 1 Wh moves it by its weight only. */
    VOLUME_WEIGHTED,
    /**
     * As VOLUME_WEIGHTED, over all energy that could have been dealt, the smaller of supply and demand at gate closure: what
     * stage 1 left of it counts at the middle of the band. Few deals do not move it far, even where there is no other.
     */
    ANCHORED
}
