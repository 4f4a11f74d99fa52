package io.gridclear.meter.quoting;

import java.util.List;

/**
 * What an owner knows when it quotes.
 *
 * @param side its side of the period
 * @param band the prices of its area
 * @param valuation its private value: the least a seller takes, the most a buyer gives; in the band
 * @param share its quantity as a share of what it has been seen to trade at most, [0, 1]
 * @param references the area's reference prices published so far, oldest first; only styles that {@link
 *     QuotingStyle#usesReferences() say so} look at them
 */
public record QuoteSituation(Side side, PriceBand band, long valuation, double share, List<Long> references) {
    /** @throws IllegalArgumentException if the valuation or the share is out of range */
    public QuoteSituation {
        if (!band.contains(valuation)) {
            throw new IllegalArgumentException("the valuation " + valuation + " is not a price of " + band);
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share must lie in [0, 1], was " + share);
        }
        references = List.copyOf(references);
    }
}
