package io.gridclear.market.rules;

/** How the reference price Pa follows from the deals of stage 1 (market rules, "The auction"). */
public enum ReferencePriceRule {
    /** Arithmetic mean of deal prices, each deal once: the paper's words. */
    MEAN,
    /** Sum of amounts over sum of energy: a deal of 1 Wh moves it by its weight only. */
    VOLUME_WEIGHTED
}
