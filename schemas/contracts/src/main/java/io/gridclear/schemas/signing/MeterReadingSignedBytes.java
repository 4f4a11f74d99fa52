package io.gridclear.schemas.signing;

import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.ReadingQuality;

/**
 * What a meter signs of a reading. In order: the tag {@code gridclear.reading.v1} and a line feed; usagePointMrid as
 * length (4 bytes) and UTF-8; intervalStart and intervalEnd in epoch milliseconds (8 each); importWh and exportWh (8
 * each); importRegisterWh and exportRegisterWh, each one byte 0, or 1 and the value (8); quality (1 byte: 1 VALID, 2
 * ESTIMATED, 3 EDITED, 4 MISSING, 0 otherwise); revision (8); createdAt in epoch milliseconds (8). All numbers
 * big-endian and signed.
 */
public final class MeterReadingSignedBytes {

    private static final String DOMAIN = "gridclear.reading.v1";

    private MeterReadingSignedBytes() {}

    /** The bytes to sign or to check; the reading's own signature is not part of them. */
    public static byte[] of(MeterReading reading) {
        return new CanonicalBytes(DOMAIN)
                .text(reading.getUsagePointMrid())
                .instant(reading.getIntervalStart())
                .instant(reading.getIntervalEnd())
                .number(reading.getImportWh())
                .number(reading.getExportWh())
                .optional(reading.getImportRegisterWh())
                .optional(reading.getExportRegisterWh())
                .code(code(reading.getQuality()))
                .number(reading.getRevision())
                .instant(reading.getCreatedAt())
                .toBytes();
    }

    private static int code(ReadingQuality quality) {
        return switch (quality) {
            case VALID -> 1;
            case ESTIMATED -> 2;
            case EDITED -> 3;
            case MISSING -> 4;
            case UNSPECIFIED -> 0;
        };
    }
}
