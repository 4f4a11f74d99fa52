package io.gridclear.engine.light;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes protocol buffers' wire format (proto3: a field with its default value is not written), as far as hashed and
 * signed messages need it. Single-threaded.
 */
final class WireWriter {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    /** A (u)int32, (u)int64 or enum; a negative one takes ten bytes. */
    WireWriter varint(int field, long value) {
        if (value != 0) {
            tag(field, VARINT);
            raw(value);
        }
        return this;
    }

    /** An sfixed64. */
    WireWriter fixed64(int field, long value) {
        if (value != 0) {
            tag(field, FIXED64);
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                out.write((int) (value >>> shift));
            }
        }
        return this;
    }

    WireWriter bytes(int field, byte[] value) {
        return value.length == 0 ? this : message(field, value);
    }

    WireWriter string(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A message that is there although it may be empty (gogoproto's nullable = false). */
    WireWriter message(int field, WireWriter message) {
        return message(field, message.toBytes());
    }

    private WireWriter message(int field, byte[] value) {
        tag(field, LENGTH);
        raw(value.length);
        out.writeBytes(value);
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    /** The message with its length before it. */
    byte[] toDelimitedBytes() {
        WireWriter delimited = new WireWriter();
        delimited.raw(out.size());
        delimited.out.writeBytes(out.toByteArray());
        return delimited.toBytes();
    }

    private void tag(int field, int type) {
        raw((long) field << 3 | type);
    }

    private void raw(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
