package io.gridclear.ops.clear;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a stream in blocks and hands out its lines as slices of one buffer. A line ends with LF or CR LF; the last one
 * may end with the stream. A UTF-8 byte order mark at the very start is skipped.
 *
 * <p>A stream rather than a mapped file: pipes work, and a file that shrinks meanwhile is a short read, not a fault.
 */
final class LineReader {

    /** Three ids of at most 128 bytes, six numbers and eight commas stay below 600 bytes; the rest is leeway. */
    static final int MAX_LINE_BYTES = 1024;

    /** Large enough that a system call a block costs nothing, small enough for a second-level cache. */
    private static final int BLOCK_BYTES = 256 * 1024;

    private final InputStream input;
    private final byte[] buffer;
    private int start;
    private int end;
    private int next;
    private int limit;
    private long lineNumber;
    private boolean tooLong;
    private boolean exhausted;

    LineReader(InputStream input) {
        this(input, BLOCK_BYTES);
    }

    /**
     * A reader with its own block size.
     *
     * @param blockBytes more than {@link #MAX_LINE_BYTES} + 2
     */
    LineReader(InputStream input, int blockBytes) {
        this.input = input;
        this.buffer = new byte[blockBytes];
    }

    /**
     * Moves to the next line.
     *
     * @return false when there is none
     */
    boolean next() throws IOException {
        if (lineNumber == 0) {
            skipByteOrderMark();
        }
        tooLong = false;
        start = next;
        int at = next;
        while (true) {
            while (at < limit && buffer[at] != '\n') {
                at++;
            }
            if (at < limit) {
                endLine(at);
                next = at + 1;
                return true;
            }
            if (at - start > MAX_LINE_BYTES + 1) {
                // Keep the line's head, which is all that a message shows, and drop the rest block by block.
                tooLong = true;
                at = start + MAX_LINE_BYTES + 2;
                limit = at;
            }
            int read = fill();
            if (read < 0) {
                if (start == limit) {
                    return false;
                }
                endLine(limit);
                next = limit;
                return true;
            }
            at = limit - read;
        }
    }

    /** The buffer that the line is a slice of; valid until {@link #next()}. */
    byte[] buffer() {
        return buffer;
    }

    /** Index of the line's first byte. */
    int start() {
        return start;
    }

    /** Index behind the line's last byte, its end of line left out. */
    int end() {
        return end;
    }

    /** Number of the line, from 1. */
    long lineNumber() {
        return lineNumber;
    }

    /** Whether the line has more than {@link #MAX_LINE_BYTES} bytes; the slice is its head then. */
    boolean isTooLong() {
        return tooLong;
    }

    private void endLine(int lineFeed) {
        lineNumber++;
        end = lineFeed > start && buffer[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        if (tooLong || end - start > MAX_LINE_BYTES) {
            tooLong = true;
            end = start + MAX_LINE_BYTES;
        }
    }

    /** Appends a block behind the unfinished line, which moves to the front first; returns its length, -1 at the end. */
    private int fill() throws IOException {
        if (exhausted) {
            return -1;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            start = 0;
        }
        int read = input.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            exhausted = true;
            return -1;
        }
        limit += read;
        return read;
    }

    private void skipByteOrderMark() throws IOException {
        while (limit < 3 && fill() >= 0) {
            // a pipe may hand out single bytes
        }
        byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
        if (limit >= 3 && Arrays.equals(buffer, 0, 3, mark, 0, 3)) {
            next = 3;
        }
    }
}
