package io.gridclear.records;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.PeriodEnergy;
import io.gridclear.market.metering.ReadingQuality;
import io.gridclear.market.metering.TradingPeriod;
import io.gridclear.schemas.avro.MeterReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Readings and energies of periods, as kernel values and as records. */
public final class ReadingRecords {

    private ReadingRecords() {}

    /**
     * The kernel's reading.
     *
     * @throws IllegalArgumentException if the quality is UNSPECIFIED, or a value out of its range
     */
    public static IntervalReading toReading(MeterReading reading) {
        return new IntervalReading(
                reading.getIntervalStart().toEpochMilli(),
                reading.getIntervalEnd().toEpochMilli(),
                reading.getRevision(),
                reading.getCreatedAt().toEpochMilli(),
                toQuality(reading.getQuality()),
                reading.getImportWh(),
                reading.getExportWh(),
                register(reading.getImportRegisterWh()),
                register(reading.getExportRegisterWh()));
    }

    private static long register(@Nullable Long wh) {
        return wh == null ? IntervalReading.NO_REGISTER : wh;
    }

    private static ReadingQuality toQuality(io.gridclear.schemas.avro.ReadingQuality quality) {
        return switch (quality) {
            case VALID -> ReadingQuality.VALID;
            case EDITED -> ReadingQuality.EDITED;
            case ESTIMATED -> ReadingQuality.ESTIMATED;
            case MISSING -> ReadingQuality.MISSING;
            case UNSPECIFIED -> throw new IllegalArgumentException("a reading without a quality");
        };
    }

    private static io.gridclear.schemas.avro.ReadingQuality toRecord(ReadingQuality quality) {
        return switch (quality) {
            case VALID -> io.gridclear.schemas.avro.ReadingQuality.VALID;
            case EDITED -> io.gridclear.schemas.avro.ReadingQuality.EDITED;
            case ESTIMATED -> io.gridclear.schemas.avro.ReadingQuality.ESTIMATED;
            case MISSING -> io.gridclear.schemas.avro.ReadingQuality.MISSING;
        };
    }

    /**
     * The record of a period's energy.
     *
     * @param revision 0 for the first of a usage point and period
     * @param changedAtMs when the change was found, epoch ms
     */
    public static io.gridclear.schemas.avro.PeriodEnergy toRecord(
            String usagePoint, String area, String participant, PeriodEnergy energy, long revision, long changedAtMs) {
        return new io.gridclear.schemas.avro.PeriodEnergy(
                usagePoint,
                area,
                participant,
                Instant.ofEpochMilli(energy.period().start()),
                Instant.ofEpochMilli(energy.period().end()),
                energy.importWh(),
                energy.exportWh(),
                energy.coveredMs(),
                toRecord(energy.quality()),
                energy.registersUsed(),
                revision,
                Instant.ofEpochMilli(changedAtMs));
    }

    /**
     * The kernel's energy.
     *
     * @throws IllegalArgumentException if the quality is UNSPECIFIED, or a value out of its range
     */
    public static PeriodEnergy toEnergy(io.gridclear.schemas.avro.PeriodEnergy energy) {
        return new PeriodEnergy(
                new TradingPeriod(
                        energy.getPeriodStart().toEpochMilli(),
                        energy.getPeriodEnd().toEpochMilli()),
                energy.getImportWh(),
                energy.getExportWh(),
                energy.getCoveredMs(),
                toQuality(energy.getQuality()),
                energy.getRegistersUsed());
    }
}
