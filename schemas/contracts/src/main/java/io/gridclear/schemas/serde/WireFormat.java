package io.gridclear.schemas.serde;

import io.gridclear.schemas.serde.UndecodableRecordException.Reason;

/** Confluent's wire format: a zero byte, the schema id in four bytes big-endian, the Avro body. */
final class WireFormat {

    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 5;

    private WireFormat() {}

    static byte[] header(int schemaId) {
        return new byte[] {
            MAGIC, (byte) (schemaId >>> 24), (byte) (schemaId >>> 16), (byte) (schemaId >>> 8), (byte) schemaId
        };
    }

    /**
     * Schema id of a record.
     *
     * @throws UndecodableRecordException if the bytes do not start with a header
     */
    static int schemaIdOf(byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            throw new UndecodableRecordException(
                    Reason.TOO_SHORT, bytes.length + " bytes, the header alone has " + HEADER_BYTES);
        }
        if (bytes[0] != MAGIC) {
            throw new UndecodableRecordException(
                    Reason.BAD_MAGIC, "the first byte is " + (bytes[0] & 0xff) + ", not " + MAGIC);
        }
        return (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16 | (bytes[3] & 0xff) << 8 | bytes[4] & 0xff;
    }
}
