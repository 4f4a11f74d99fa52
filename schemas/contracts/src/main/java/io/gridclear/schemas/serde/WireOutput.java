package io.gridclear.schemas.serde;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A buffer that grows, with the primitives of Avro's binary encoding. Confined to a thread. */
final class WireOutput {

    /** A bid takes about 150 bytes; the buffer grows to the largest record that its thread writes, and stays. */
    private static final int FIRST_BUFFER_BYTES = 512;

    private static final int MAX_LONG_BYTES = 10;

    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int size;

    /** Forgets what was written and starts with {@code header}. */
    void start(byte[] header) {
        size = 0;
        raw(header, 0, header.length);
    }

    byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    /** Avro's int and long: zig-zag, then seven bits a byte, low ones first. */
    void number(long value) {
        reserve(MAX_LONG_BYTES);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
    }

    void bool(boolean value) {
        reserve(1);
        buffer[size++] = (byte) (value ? 1 : 0);
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        raw(utf8, 0, utf8.length);
    }

    /** The bytes between position and limit, which stay where they are. */
    void bytes(ByteBuffer value) {
        int length = value.remaining();
        number(length);
        reserve(length);
        value.get(value.position(), buffer, size, length);
        size += length;
    }

    private void raw(byte[] bytes, int offset, int length) {
        reserve(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, more), 2 * buffer.length));
        }
    }
}
