package io.gridclear.topology.metering;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.PeriodEnergy;
import io.gridclear.market.metering.ReadingQuality;
import io.gridclear.market.metering.TradingPeriod;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Readings and published energies as values of the stores; what the key says is not repeated. */
final class ReadingCodec {

    private static final int READING_BYTES = 1 + 6 * Long.BYTES;
    private static final int ENERGY_BYTES = 2 + 5 * Long.BYTES;

    /** Codes in the stores, which outlive the order of the constants. */
    private static final ReadingQuality[] QUALITIES = {
        ReadingQuality.VALID, ReadingQuality.ESTIMATED, ReadingQuality.EDITED, ReadingQuality.MISSING
    };

    /**
     * The energy that was published last.
     *
     * @param energy the energy
     * @param revision its revision
     * @param area area that it was published for
     */
    record Published(PeriodEnergy energy, long revision, String area) {}

    private ReadingCodec() {}

    static byte[] toBytes(IntervalReading reading) {
        return ByteBuffer.allocate(READING_BYTES)
                .put(code(reading.quality()))
                .putLong(reading.revision())
                .putLong(reading.createdAt())
                .putLong(reading.importWh())
                .putLong(reading.exportWh())
                .putLong(reading.importRegisterWh())
                .putLong(reading.exportRegisterWh())
                .array();
    }

    static IntervalReading reading(long start, long end, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        ReadingQuality quality = QUALITIES[buffer.get()];
        return new IntervalReading(
                start,
                end,
                buffer.getLong(),
                buffer.getLong(),
                quality,
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong());
    }

    static byte[] toBytes(Published published) {
        PeriodEnergy energy = published.energy();
        byte[] area = published.area().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(ENERGY_BYTES + area.length)
                .putLong(energy.period().end())
                .putLong(energy.importWh())
                .putLong(energy.exportWh())
                .putLong(energy.coveredMs())
                .put(code(energy.quality()))
                .put((byte) (energy.registersUsed() ? 1 : 0))
                .putLong(published.revision())
                .put(area)
                .array();
    }

    static Published published(long periodStart, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        TradingPeriod period = new TradingPeriod(periodStart, buffer.getLong());
        PeriodEnergy energy = new PeriodEnergy(
                period,
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                QUALITIES[buffer.get()],
                buffer.get() == 1);
        return new Published(
                energy,
                buffer.getLong(),
                new String(bytes, ENERGY_BYTES, bytes.length - ENERGY_BYTES, StandardCharsets.UTF_8));
    }

    /** The end of the period of a published energy, epoch ms. */
    static long periodEnd(byte[] published) {
        return ByteBuffer.wrap(published).getLong();
    }

    private static byte code(ReadingQuality quality) {
        for (byte code = 0; code < QUALITIES.length; code++) {
            if (QUALITIES[code] == quality) {
                return code;
            }
        }
        throw new IllegalStateException("no code for " + quality);
    }
}
