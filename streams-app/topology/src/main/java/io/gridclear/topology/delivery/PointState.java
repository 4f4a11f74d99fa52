package io.gridclear.topology.delivery;

import io.gridclear.market.delivery.Contract;
import io.gridclear.market.delivery.Delivered;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.delivery.PointRun;
import io.gridclear.market.delivery.RunInput;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a usage point in a period.
 *
 * @param contract its items, summed up
 * @param energy the latest that its readings say
 * @param before what counted before the run that took it up last
 * @param taken what that run took up; null before the first
 * @param changed whether another run is wanted for it
 */
record PointState(
        Contract contract,
        MeteredEnergy energy,
        PointHistory before,
        @Nullable Taken taken,
        boolean changed) {

    /** What a run took up: it holds to it, whatever comes meanwhile. */
    record Taken(int revision, Delivered delivered) {}

    static final PointState NEW = new PointState(Contract.NONE, MeteredEnergy.MISSING, PointHistory.EMPTY, null, false);

    PointState with(Contract more) {
        return new PointState(more, energy, before, taken, changed);
    }

    /**
     * With another energy.
     *
     * @param terms terms of the period, null while it is not cleared: METERED takes up all that came before it anyway
     */
    PointState with(MeteredEnergy other, @Nullable DeliveryTerms terms) {
        PointState next = new PointState(contract, other, before, taken, changed);
        return terms == null ? next : new PointState(contract, other, before, taken, next.differs(terms));
    }

    private boolean differs(DeliveryTerms terms) {
        Delivered would = Delivered.of(contract, usable(terms), terms.market().periodMs());
        return taken == null ? would.wh() != 0 : !would.equals(taken.delivered());
    }

    /** The energy, or none where no meter can have measured it. */
    MeteredEnergy usable(DeliveryTerms terms) {
        boolean possible =
                energy.coveredMs() <= terms.market().periodMs() && Math.abs(energy.netExportWh()) <= terms.maxPointWh();
        return possible ? energy : MeteredEnergy.MISSING;
    }

    /** Input of the next run. */
    RunInput input(PointKey point, MeteredEnergy used) {
        return new RunInput(point, used, history());
    }

    private PointHistory history() {
        return taken == null
                ? before
                : before.plus(taken.revision(), taken.delivered().wh());
    }

    /** As a run has taken it up. */
    PointState takenBy(PointRun run) {
        return new PointState(contract, energy, run.before(), new Taken(run.revision(), run.now()), false);
    }

    /** The usage point in a run; null if the run had passed its place before it was heard of. */
    @Nullable
    PointRun in(int revision, PointKey point) {
        return taken == null || taken.revision() != revision
                ? null
                : new PointRun(point, contract, taken.delivered(), before, revision);
    }
}
