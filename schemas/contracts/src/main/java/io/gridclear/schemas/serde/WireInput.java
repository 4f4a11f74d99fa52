package io.gridclear.schemas.serde;

import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The primitives of Avro's binary encoding read from bytes that may be anything: no read leaves them, none trusts a length. */
final class WireInput {

    private static final int LAST_SHIFT = 63;

    private final byte[] bytes;
    private int position;

    WireInput(byte[] bytes, int offset) {
        this.bytes = bytes;
        this.position = offset;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
            byte next = octet();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw malformed("a number of more than ten bytes");
    }

    int smallNumber() {
        long value = number();
        if (value != (int) value) {
            throw malformed("a number beyond 32 bits where an int belongs");
        }
        return (int) value;
    }

    boolean bool() {
        return octet() == 1;
    }

    String text() {
        int length = length();
        String value = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return value;
    }

    ByteBuffer bytes() {
        int length = length();
        ByteBuffer value = ByteBuffer.wrap(Arrays.copyOfRange(bytes, position, position + length));
        position += length;
        return value;
    }

    /** Number of items in the next block of an array; 0 at its end. Every item takes a byte at least. */
    int items() {
        long count = number();
        if (count < 0) {
            // the block's length in bytes is for readers that skip it
            number();
            count = -count;
        }
        if (count < 0 || count > bytes.length - position) {
            throw malformed("a block of " + count + " items where " + (bytes.length - position) + " bytes are left");
        }
        return (int) count;
    }

    void expectEnd() {
        if (position != bytes.length) {
            throw new UndecodableRecordException(
                    Reason.TRAILING_BYTES, (bytes.length - position) + " bytes follow the record");
        }
    }

    private int length() {
        long length = number();
        if (length < 0 || length > bytes.length - position) {
            throw malformed("a length of " + length + " where " + (bytes.length - position) + " bytes are left");
        }
        return (int) length;
    }

    private byte octet() {
        if (position == bytes.length) {
            throw malformed("it ends within a value");
        }
        return bytes[position++];
    }

    static UndecodableRecordException malformed(String how) {
        return new UndecodableRecordException(Reason.MALFORMED_BODY, "the body is not what its schema says: " + how);
    }
}
