package io.gridclear.topology.metering;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.MeterTimeline;
import io.gridclear.market.metering.PeriodEnergy;
import io.gridclear.market.metering.PeriodGrid;
import io.gridclear.market.metering.PlainPeriod;
import io.gridclear.market.metering.TradingPeriod;
import io.gridclear.topology.metering.MeterStore.Traits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which periods some readings may have changed, and what their energies are now. One task, single-threaded. */
final class PeriodFolding {

    /** How often a stretch of overlapping readings grows before it is left: natural ones nest, and grow once or twice. */
    private static final int MOST_GROWTHS = 8;

    private final ReadingStore readings;

    PeriodFolding(ReadingStore readings) {
        this.readings = readings;
    }

    /**
     * A stretch of time.
     *
     * @param touching the readings that touch it, where it was looked through as it is; else null
     */
    private record Stretch(
            long from,
            long to,
            boolean hasRegisters,
            @Nullable List<IntervalReading> touching) {

        /** The readings that touch a period, where they are known. */
        @Nullable
        List<IntervalReading> touching(TradingPeriod period) {
            return from == period.start() && to == period.end() ? touching : null;
        }
    }

    /**
     * The energies of all periods that readings may have changed: those that they touch, that readings touch which overlap
     * them, and those up to the next registers on both sides.
     *
     * @param changed the readings
     * @param grid periods of the area
     * @param traits what the usage point has
     */
    List<PeriodEnergy> energies(Unsettled changed, PeriodGrid grid, Traits traits) {
        Stretch stretch = overlapping(changed, traits);
        long from = stretch.from();
        long to = stretch.to();
        if (traits.hasRegisters()) {
            String point = changed.point();
            long reachMs = MeterTimeline.fillReachMs(grid.at(from));
            Long before = readings.registersAtOrBefore(point, from, reachMs, traits.hasLong());
            Long after = readings.registersAfter(point, to, reachMs, traits.hasLong());
            // what has no registers changes a fill only where some stand at both sides
            if (before != null && (stretch.hasRegisters() || after != null)) {
                from = before;
            }
            if (after != null && (stretch.hasRegisters() || before != null)) {
                to = after;
            }
        }
        Fold fold = new Fold(changed.point(), grid, traits, stretch);
        List<PeriodEnergy> energies = new ArrayList<>();
        for (TradingPeriod period : grid.over(from, to)) {
            energies.add(fold.energy(period));
        }
        return energies;
    }

    /** The stretch that the readings share with all that overlap them. */
    private Stretch overlapping(Unsettled changed, Traits traits) {
        Stretch stretch = new Stretch(changed.from(), changed.to(), changed.hasRegisters(), null);
        for (int growth = 0; growth < MOST_GROWTHS; growth++) {
            long from = stretch.from();
            long to = stretch.to();
            boolean hasRegisters = stretch.hasRegisters();
            List<IntervalReading> touching =
                    readings.touching(changed.point(), from, to, traits.hasLong(), MeterTimeline.MOST_READINGS);
            for (IntervalReading reading : touching) {
                from = Math.min(from, reading.start());
                to = Math.max(to, reading.end());
                hasRegisters |= reading.hasRegister();
            }
            boolean grew = from < stretch.from() || to > stretch.to();
            stretch = new Stretch(from, to, hasRegisters, grew ? null : touching);
            if (!grew) {
                break;
            }
        }
        return stretch;
    }

    /** Folds periods of one usage point one after the other; those of one day share a timeline. */
    private final class Fold {
        private final String point;
        private final PeriodGrid grid;
        private final Traits traits;
        private final Stretch looked;
        private @Nullable TradingPeriod reach;
        private @Nullable MeterTimeline timeline;

        Fold(String point, PeriodGrid grid, Traits traits, Stretch looked) {
            this.point = point;
            this.grid = grid;
            this.traits = traits;
            this.looked = looked;
        }

        PeriodEnergy energy(TradingPeriod period) {
            // a reading of just the period is what nearly all meters send
            List<IntervalReading> known = looked.touching(period);
            List<IntervalReading> touching = known != null
                    ? known
                    : readings.touching(
                            point, period.start(), period.end(), traits.hasLong(), MeterTimeline.MOST_READINGS);
            PeriodEnergy plain = PlainPeriod.energy(touching, period, false, traits.hasRegisters());
            if (plain == null && !readings.anyEndsAfter(point, period.end(), traits.hasLong())) {
                plain = PlainPeriod.energy(touching, period, true, traits.hasRegisters());
            }
            return plain == null ? timeline(MeterTimeline.reachOf(period)).energy(period) : plain;
        }

        private MeterTimeline timeline(TradingPeriod wanted) {
            MeterTimeline known = timeline;
            if (known == null || !wanted.equals(reach)) {
                known = MeterTimeline.of(readings.withinReach(point, wanted, traits.hasLong()), grid);
                reach = wanted;
                timeline = known;
            }
            return known;
        }
    }
}
