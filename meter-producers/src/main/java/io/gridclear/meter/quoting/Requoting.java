package io.gridclear.meter.quoting;

import java.util.OptionalLong;

/**
 * How much of a fleet revises its quotes in the re-quote window, and how.
 *
 * @param rule how a new price is set
 * @param sharePermille owners that look at their quote again in a period, thousandths; drawn anew each period
 */
public record Requoting(RequoteRule rule, int sharePermille) {
    /** Every fifth owner gives in; the same seed gives the same revisions in every run. */
    public static final Requoting DEFAULT = new Requoting(RequoteRule.CONCEDE, 200);

    private static final int WHOLE = 1000;

    /** @throws IllegalArgumentException if the share is not 0 to 1000 */
    public Requoting {
        if (sharePermille < 0 || sharePermille > WHOLE) {
            throw new IllegalArgumentException("the share must be 0 to 1000 thousandths, was " + sharePermille);
        }
    }

    /**
     * The owner's new price.
     *
     * @param reference the published reference price; any value where the rule does not use it
     * @return empty where the owner does not look again, or has no reason or no room to move
     */
    public OptionalLong revise(Quote standing, PriceBand band, long reference, OwnerDraws owner) {
        boolean looksAgain = owner.ofPeriod("requote-choice").nextBelow(WHOLE) < sharePermille;
        return looksAgain ? rule.revise(standing, band, reference, owner) : OptionalLong.empty();
    }
}
