package io.gridclear.ops.clear;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A buffer in front of a stream that writes bytes and decimal numbers without an object per field. */
final class ByteOutput {

    /** One system call for this many bytes: a few thousand rows. */
    private static final int BLOCK_BYTES = 256 * 1024;

    /** A long has at most 19 digits and a sign. */
    private static final int MAX_NUMBER_BYTES = 20;

    /** 00, 01, 02 ... 99. */
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int pair = 0; pair < PAIRS.length / 2; pair++) {
            PAIRS[2 * pair] = (byte) ('0' + pair / 10);
            PAIRS[2 * pair + 1] = (byte) ('0' + pair % 10);
        }
    }

    private final OutputStream sink;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] digits = new byte[MAX_NUMBER_BYTES];
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
        if (value < 0) {
            block[end++] = '-';
        }
        // Digits are taken from the negative number, because there is one more of them; two a division, last ones
        // first.
        long rest = value < 0 ? value : -value;
        int start = MAX_NUMBER_BYTES;
        while (rest <= -100) {
            long hundreds = rest / 100;
            int pair = (int) (hundreds * 100 - rest) * 2;
            digits[--start] = PAIRS[pair + 1];
            digits[--start] = PAIRS[pair];
            rest = hundreds;
        }
        int pair = (int) -rest * 2;
        digits[--start] = PAIRS[pair + 1];
        if (rest <= -10) {
            digits[--start] = PAIRS[pair];
        }
        System.arraycopy(digits, start, block, end, MAX_NUMBER_BYTES - start);
        end += MAX_NUMBER_BYTES - start;
    }

    /** Hands what is buffered to the stream. */
    void flush() throws IOException {
        sink.write(block, 0, end);
        end = 0;
        sink.flush();
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
