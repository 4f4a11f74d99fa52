package io.gridclear.meter.quoting;

import io.gridclear.meter.seed.SeededDraws;
import java.util.OptionalLong;

/**
 * How an owner that revises its quote in the re-quote window sets the new price. A revision never
 * goes beyond the standing limit and is always better for the other side than the quote before.
 */
public enum RequoteRule {
    /**
     * Gives in: moves half to all of the way to its limit. Does not look at the reference price, so that the
     * same seed gives the same revisions in every run, whatever ties decided in the first stage.
     */
    CONCEDE {
        @Override
        double target(Quote standing, long reference, SeededDraws draws) {
            double way = draws.nextBetween(0.5, 1.0);
            return standing.price() + way * (standing.limit() - standing.price());
        }
    },

    /**
     * Goes to the reference price and up to three ticks past it, where the owner was on the wrong side of it.
     * Depends on the price, and so on the run.
     */
    FOLLOW_REFERENCE {
        @Override
        double target(Quote standing, long reference, SeededDraws draws) {
            return reference;
        }

        @Override
        public boolean usesReference() {
            return true;
        }
    };

    private static final int MOST_TICKS_PAST = 3;

    abstract double target(Quote standing, long reference, SeededDraws draws);

    /** Whether the rule needs the reference price. */
    public boolean usesReference() {
        return false;
    }

    /**
     * The revised price.
     *
     * @param standing the quote that stands
     * @param band the prices of the area
     * @param reference the published reference price; any value where the rule does not use it
     * @param owner where the owner's chance comes from
     * @return empty where the owner has no reason or no room to move
     */
    public OptionalLong revise(Quote standing, PriceBand band, long reference, OwnerDraws owner) {
        SeededDraws draws = owner.ofPeriod("requote-price");
        long pastTicks = usesReference() ? draws.nextBelow(MOST_TICKS_PAST + 1) : 0;
        double target = target(standing, reference, draws);
        if (standing.side() == Side.SELL) {
            long price = Math.max(standing.limit(), band.snap(target - pastTicks * band.tick()));
            return price < standing.price() ? OptionalLong.of(price) : OptionalLong.empty();
        }
        long price = Math.min(standing.limit(), band.snap(target + pastTicks * band.tick()));
        return price > standing.price() ? OptionalLong.of(price) : OptionalLong.empty();
    }
}
