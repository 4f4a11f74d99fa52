package io.gridclear.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a file in UTF-8, which end with LF or CR LF: a text of ASCII, as proofs are, is copied from the file's bytes and
 * not decoded letter by letter.
 */
final class TextLines implements AutoCloseable {

    private static final int BUFFER_BYTES = 256 * 1024;
    private static final char REPLACEMENT = '\uFFFD';

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;

    TextLines(Path file) throws IOException {
        this.in = Files.newInputStream(file);
    }

    /**
     * The next line, or null after the last.
     *
     * @throws CharacterCodingException if it is not UTF-8
     */
    @Nullable
    String next() throws IOException {
        int at = start;
        while (true) {
            while (at < end) {
                if (buffer[at] == '\n') {
                    String line = text(at);
                    start = at + 1;
                    return line;
                }
                at++;
            }
            int scanned = end - start;
            if (!fill()) {
                String last = start == end ? null : text(end);
                start = end;
                return last;
            }
            at = start + scanned;
        }
    }

    /** Reads on, behind what is not taken yet; false at the end of the file. */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read >= 0;
    }

    private String text(int to) throws CharacterCodingException {
        int length = to - start;
        if (length > 0 && buffer[to - 1] == '\r') {
            length--;
        }
        String text = new String(buffer, start, length, StandardCharsets.UTF_8);
        // where something was replaced it was malformed, unless it stood there
        return text.indexOf(REPLACEMENT) < 0
                ? text
                : StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(buffer, start, length))
                        .toString();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
