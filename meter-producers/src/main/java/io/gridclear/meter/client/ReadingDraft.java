package io.gridclear.meter.client;

import io.gridclear.schemas.avro.ReadingQuality;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * A reading before it is signed and sent. A draft may hold nonsense; {@link FleetClient#submit} refuses
 * it with the reason.
 *
 * @param intervalStart start, inclusive
 * @param intervalEnd end, exclusive
 * @param importWh energy taken from the feeder, Wh
 * @param exportWh energy given to the feeder, Wh
 * @param importRegisterWh cumulative import at the end, Wh, where the meter has a register
 * @param exportRegisterWh cumulative export at the end, Wh, where the meter has a register
 * @param quality how the value came about
 * @param revision 0 for the first value of an interval, higher for each correction
 * @param createdAt when the reading was made, by the meter's clock, in whole milliseconds
 */
public record ReadingDraft(
        Instant intervalStart,
        Instant intervalEnd,
        long importWh,
        long exportWh,
        OptionalLong importRegisterWh,
        OptionalLong exportRegisterWh,
        ReadingQuality quality,
        long revision,
        Instant createdAt) {
    /** A value that was measured and checked, made when its interval ended. */
    public static ReadingDraft measured(Instant intervalStart, Instant intervalEnd, long importWh, long exportWh) {
        return new ReadingDraft(
                intervalStart,
                intervalEnd,
                importWh,
                exportWh,
                OptionalLong.empty(),
                OptionalLong.empty(),
                ReadingQuality.VALID,
                0,
                intervalEnd);
    }

    /** The same with what the registers show at the interval's end, Wh. */
    public ReadingDraft withRegisters(long importWhSoFar, long exportWhSoFar) {
        return new ReadingDraft(
                intervalStart,
                intervalEnd,
                importWh,
                exportWh,
                OptionalLong.of(importWhSoFar),
                OptionalLong.of(exportWhSoFar),
                quality,
                revision,
                createdAt);
    }

    /** The same, but an estimate. */
    public ReadingDraft estimated() {
        return new ReadingDraft(
                intervalStart,
                intervalEnd,
                importWh,
                exportWh,
                importRegisterWh,
                exportRegisterWh,
                ReadingQuality.ESTIMATED,
                revision,
                createdAt);
    }

    /** The next revision with a value corrected by hand, Wh. */
    public ReadingDraft corrected(long newImportWh, long newExportWh, Instant correctedAt) {
        return new ReadingDraft(
                intervalStart,
                intervalEnd,
                newImportWh,
                newExportWh,
                importRegisterWh,
                exportRegisterWh,
                ReadingQuality.EDITED,
                revision + 1,
                correctedAt);
    }
}
