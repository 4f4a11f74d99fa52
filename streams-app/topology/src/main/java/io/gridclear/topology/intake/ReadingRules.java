package io.gridclear.topology.intake;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.MeterTimeline;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import org.jspecify.annotations.Nullable;

/** What a reading may say, whoever sends it. The first fault counts. */
final class ReadingRules {

    /** A fault. */
    record Fault(ReadingRefusal reason, String detail) {}

    private ReadingRules() {}

    /**
     * What is wrong with a reading.
     *
     * @param terms the area's of today: length of its periods, and how long after an interval's end its readings are taken
     * @param nowMs the application's clock, epoch ms
     * @return null for a good one
     */
    static @Nullable Fault fault(MeterReading reading, MarketTerms terms, long nowMs) {
        long start = reading.getIntervalStart().toEpochMilli();
        long end = reading.getIntervalEnd().toEpochMilli();
        if (start < 0 || start >= end) {
            return fault(ReadingRefusal.BAD_INTERVAL, "the interval from " + start + " to " + end + " is none");
        }
        long periodMs = terms.periodMs();
        long longestMs = Math.min(IntervalReading.LONGEST_MS, MeterTimeline.MOST_PERIODS * periodMs);
        if (end - start > longestMs) {
            return fault(
                    ReadingRefusal.BAD_INTERVAL,
                    "the interval has " + (end - start) + " ms, the longest " + longestMs + " where a period has "
                            + periodMs);
        }
        if (reading.getQuality() == ReadingQuality.UNSPECIFIED) {
            return fault(ReadingRefusal.BAD_QUALITY, "the quality is not one that is known here");
        }
        Fault energy = energyFault(reading);
        return energy == null ? timeFault(reading, terms.correctionHorizonMs(), nowMs) : energy;
    }

    private static @Nullable Fault energyFault(MeterReading reading) {
        if (!isEnergy(reading.getImportWh()) || !isEnergy(reading.getExportWh())) {
            return fault(
                    ReadingRefusal.BAD_ENERGY,
                    "energies must be 0 to " + IntervalReading.MOST_WH + " Wh, are " + reading.getImportWh()
                            + " import, " + reading.getExportWh() + " export");
        }
        if (!isRegister(reading.getImportRegisterWh()) || !isRegister(reading.getExportRegisterWh())) {
            return fault(
                    ReadingRefusal.BAD_REGISTER,
                    "registers must show 0 to " + IntervalReading.MOST_REGISTER_WH + " Wh, show "
                            + reading.getImportRegisterWh() + " import, " + reading.getExportRegisterWh()
                            + " export");
        }
        if (reading.getRevision() < 0) {
            return fault(ReadingRefusal.BAD_REVISION, "revision must be >= 0, is " + reading.getRevision());
        }
        return null;
    }

    private static @Nullable Fault timeFault(MeterReading reading, long horizonMs, long nowMs) {
        long start = reading.getIntervalStart().toEpochMilli();
        long end = reading.getIntervalEnd().toEpochMilli();
        long createdAt = reading.getCreatedAt().toEpochMilli();
        long latest = nowMs + TopicCatalogue.MAX_TIMESTAMP_AHEAD_MS;
        if (end > latest || createdAt > latest) {
            return fault(
                    ReadingRefusal.FROM_THE_FUTURE,
                    "the interval ends at " + end + " and the reading was made at " + createdAt
                            + ", but the clock says " + nowMs);
        }
        if (end < nowMs - horizonMs) {
            return fault(
                    ReadingRefusal.TOO_OLD,
                    "the interval from " + start + " to " + end + " ended more than " + horizonMs + " ms before "
                            + nowMs);
        }
        return null;
    }

    private static boolean isEnergy(long wh) {
        return wh >= 0 && wh <= IntervalReading.MOST_WH;
    }

    /** One that rolled over within the interval shows less than its energy, and is taken: it fills nothing. */
    private static boolean isRegister(@Nullable Long shownWh) {
        return shownWh == null || (shownWh >= 0 && shownWh <= IntervalReading.MOST_REGISTER_WH);
    }

    private static Fault fault(ReadingRefusal reason, String detail) {
        return new Fault(reason, detail);
    }
}
