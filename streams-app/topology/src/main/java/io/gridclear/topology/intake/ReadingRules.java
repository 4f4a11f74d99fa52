package io.gridclear.topology.intake;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.MeterTimeline;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a reading may say, whoever sends it. The first fault counts. */
public final class ReadingRules {

    /** How long after an interval's end its readings are taken, ms: three years of 366 days. */
    public static final long HORIZON_MS = Duration.ofDays(3 * 366).toMillis();

    /** A fault. */
    record Fault(ReadingRefusal reason, String detail) {}

    private ReadingRules() {}

    /**
     * What is wrong with a reading.
     *
     * @param periodMs length of the area's periods, ms
     * @param nowMs the application's clock, epoch ms
     * @return null for a good one
     */
    static @Nullable Fault fault(MeterReading reading, long periodMs, long nowMs) {
        long start = reading.getIntervalStart().toEpochMilli();
        long end = reading.getIntervalEnd().toEpochMilli();
        if (start < 0 || start >= end) {
            return fault(ReadingRefusal.BAD_INTERVAL, "the interval from " + start + " to " + end + " is none");
        }
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
        return energyFault(reading, start, end, nowMs);
    }

    private static @Nullable Fault energyFault(MeterReading reading, long start, long end, long nowMs) {
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
        long createdAt = reading.getCreatedAt().toEpochMilli();
        long latest = nowMs + TopicCatalogue.MAX_TIMESTAMP_AHEAD_MS;
        if (end > latest || createdAt > latest) {
            return fault(
                    ReadingRefusal.FROM_THE_FUTURE,
                    "the interval ends at " + end + " and the reading was made at " + createdAt
                            + ", but the clock says " + nowMs);
        }
        if (end < nowMs - HORIZON_MS) {
            return fault(
                    ReadingRefusal.TOO_OLD,
                    "the interval from " + start + " to " + end + " ended more than " + HORIZON_MS + " ms before "
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
