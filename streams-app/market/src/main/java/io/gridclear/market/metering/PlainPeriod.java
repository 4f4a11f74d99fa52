package io.gridclear.market.metering;

import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The common case, without a look around: intervals that lie within the period, do not overlap, and leave nothing between
 * them that registers might fill. The result is that of {@link MeterTimeline}, which a test proves.
 */
public final class PlainPeriod {

    private PlainPeriod() {}

    /**
     * The energy of a period.
     *
     * @param readings the readings that touch the period, one an interval, in any order
     * @param isLast whether no reading ends after the period, as far as {@link MeterTimeline#reachOf} looks
     * @param hasRegisters whether any reading of the usage point has registers
     * @return null where the period is not so plain that these readings alone decide
     */
    public static @Nullable PeriodEnergy energy(
            Collection<IntervalReading> readings, TradingPeriod period, boolean isLast, boolean hasRegisters) {
        TreeMap<Long, IntervalReading> byStart = new TreeMap<>();
        for (IntervalReading reading : readings) {
            if (!reading.hasValue()) {
                continue;
            }
            boolean isWithin = reading.start() >= period.start() && reading.end() <= period.end();
            if (!isWithin || byStart.put(reading.start(), reading) != null) {
                return null;
            }
        }
        EnergySum sum = new EnergySum(period);
        long coveredTo = period.start();
        for (IntervalReading reading : byStart.values()) {
            boolean gapStays = reading.start() > coveredTo && !hasRegisters;
            if (reading.start() != coveredTo && !gapStays) {
                return null;
            }
            coveredTo = reading.end();
            sum.add(reading.importWh(), reading.exportWh(), reading.lengthMs(), reading.quality(), false);
        }
        return coveredTo == period.end() || isLast || !hasRegisters ? sum.toEnergy() : null;
    }
}
