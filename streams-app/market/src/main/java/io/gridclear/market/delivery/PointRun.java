package io.gridclear.market.delivery;

import java.util.function.ToLongFunction;

/**
 * A usage point in one run: what counts now, and what counted before. A run takes it up once and holds to it, whatever
 * readings come meanwhile.
 *
 * @param point the usage point and its participant
 * @param contract its items, summed up
 * @param now what counts in this run
 * @param before what counted in the runs before
 * @param revision of this run
 */
public record PointRun(PointKey point, Contract contract, Delivered now, PointHistory before, int revision) {

    /** A usage point as a run takes it up. */
    public static PointRun of(RunInput input, Contract contract, long periodMs, int revision) {
        return new PointRun(
                input.point(), contract, Delivered.of(contract, input.energy(), periodMs), input.before(), revision);
    }

    /** What the next run has before it. */
    public PointHistory after() {
        return before.plus(revision, now.wh());
    }

    /** This run's allocation. */
    public Allocation allocation() {
        return new Allocation(contract, now.wh());
    }

    /** The allocation of the run before. */
    Allocation allocationBefore() {
        return new Allocation(contract, before.deliveredWh(contract));
    }

    /** The last run before this one in which an energy was above 0: its revision, or -1. */
    int lastAboveZero(ToLongFunction<Allocation> energy) {
        return before.lastRun(wh -> energy.applyAsLong(new Allocation(contract, wh)) > 0, revision);
    }
}
