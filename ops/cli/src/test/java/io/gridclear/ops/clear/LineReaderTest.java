package io.gridclear.ops.clear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineReaderTest {

    private static final String LONGEST = "x".repeat(LineReader.MAX_LINE_BYTES);

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("nothing", "", List.of()),
                Arguments.of("an end of line alone", "\n", List.of("")),
                Arguments.of("two lines", "a\nb\n", List.of("a", "b")),
                Arguments.of("no end of the last line", "a\nb", List.of("a", "b")),
                Arguments.of("CR LF", "a\r\nb\r\n", List.of("a", "b")),
                Arguments.of("CR at the very end", "a\nb\r", List.of("a", "b")),
                Arguments.of("CR within a line stays", "a\rb\n", List.of("a\rb")),
                Arguments.of("empty lines", "a\n\n\nb\n", List.of("a", "", "", "b")),
                Arguments.of("byte order mark", "\ufeffa\nb\n", List.of("a", "b")),
                Arguments.of("byte order mark alone", "\ufeff", List.of()),
                Arguments.of("a mark later on stays", "a\n\ufeffb\n", List.of("a", "\ufeffb")),
                Arguments.of("the longest line", LONGEST + "\nb\n", List.of(LONGEST, "b")),
                Arguments.of("the longest line with CR", LONGEST + "\r\nb", List.of(LONGEST, "b")),
                Arguments.of("one byte more", LONGEST + "y\nb\n", List.of(LONGEST + "(too long)", "b")),
                Arguments.of("one byte more, at the end", LONGEST + "y", List.of(LONGEST + "(too long)")),
                Arguments.of("far too long", "x".repeat(9_000) + "\r\nb\n", List.of(LONGEST + "(too long)", "b")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void cutsAStreamIntoLines(String name, String file, List<String> lines) throws IOException {
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        assertThat(read(new ByteArrayInputStream(bytes))).as("in one piece").isEqualTo(lines);
        for (long seed = 0; seed < 20; seed++) {
            assertThat(read(inPieces(bytes, seed)))
                    .as("in pieces, seed %d", seed)
                    .isEqualTo(lines);
        }
    }

    @Test
    void numbersLinesFromOne() throws IOException {
        LineReader lines = reader(new ByteArrayInputStream("a\n\nb".getBytes(StandardCharsets.UTF_8)));
        List<Long> numbers = new ArrayList<>();
        while (lines.next()) {
            numbers.add(lines.lineNumber());
        }
        assertThat(numbers).containsExactly(1L, 2L, 3L);
    }

    private static LineReader reader(InputStream input) {
        return new LineReader(input, 1_500);
    }

    private static List<String> read(InputStream input) throws IOException {
        LineReader lines = reader(input);
        List<String> read = new ArrayList<>();
        while (lines.next()) {
            String line =
                    new String(lines.buffer(), lines.start(), lines.end() - lines.start(), StandardCharsets.UTF_8);
            read.add(lines.isTooLong() ? line + "(too long)" : line);
        }
        return read;
    }

    /** A stream that hands out a few bytes at a time, as a pipe may. */
    private static InputStream inPieces(byte[] bytes, long seed) {
        Random random = new Random(seed);
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int start, int length) {
                return super.read(into, start, Math.min(length, 1 + random.nextInt(seed % 2 == 0 ? 3 : 700)));
            }
        };
    }
}
