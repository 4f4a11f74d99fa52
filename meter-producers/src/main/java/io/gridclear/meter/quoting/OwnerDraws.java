package io.gridclear.meter.quoting;

import io.gridclear.meter.seed.SeededDraws;

/**
 * Where one owner's chance comes from in one period: streams by purpose, the same however often and in
 * whatever order they are asked for.
 *
 * @param seed the fleet's seed
 * @param point the owner's usage point, its index in the fleet
 * @param period index of the period
 */
public record OwnerDraws(long seed, int point, int period) {
    /** A stream that is the same in every period. */
    public SeededDraws ofOwner(String purpose) {
        return SeededDraws.of(seed, purpose, point);
    }

    /** A stream of this period alone. */
    public SeededDraws ofPeriod(String purpose) {
        return SeededDraws.of(seed, purpose, point, period);
    }
}
