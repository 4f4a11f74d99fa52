package io.gridclear.ops.clear;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A buffer in front of a stream that writes bytes and decimal numbers without an object per field. */
final class ByteOutput implements AutoCloseable {

    /** One system call for this many bytes: a few thousand rows. */
    private static final int BLOCK_BYTES = 256 * 1024;

    /** A long has at most 19 digits and a sign. */
    private static final int MAX_NUMBER_BYTES = 20;

    private final OutputStream sink;
    private final byte[] block = new byte[BLOCK_BYTES];
    private int end;

    ByteOutput(OutputStream sink) {
        this.sink = sink;
    }

    /** Appends source[start, start + length); length at most a block. */
    void bytes(byte[] source, int start, int length) {
        makeRoom(length);
        System.arraycopy(source, start, block, end, length);
        end += length;
    }

    /** Appends all of source. */
    void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    /** Appends one ASCII character. */
    void character(char ascii) {
        makeRoom(1);
        block[end++] = (byte) ascii;
    }

    /** Appends a number in decimal. */
    void number(long value) {
        makeRoom(MAX_NUMBER_BYTES);
        // Digits are taken from the negative number, because there is one more of them.
        long rest = value < 0 ? value : -value;
        if (value < 0) {
            block[end++] = '-';
        }
        int length = 1;
        for (long power = rest; power <= -10; power /= 10) {
            length++;
        }
        for (int at = end + length - 1; at >= end; at--) {
            block[at] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        end += length;
    }

    /** Hands what is buffered to the stream. */
    void flush() throws IOException {
        sink.write(block, 0, end);
        end = 0;
        sink.flush();
    }

    /** Flushes and closes the stream. */
    @Override
    public void close() throws IOException {
        try (sink) {
            flush();
        }
    }

    private void makeRoom(int length) {
        if (length <= block.length - end) {
            return;
        }
        try {
            sink.write(block, 0, end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        end = 0;
    }
}
