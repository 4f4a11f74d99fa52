package io.gridclear.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of a file, against those that the platform reads. */
class TextLinesTest {

    @TempDir
    private Path directory;

    private List<String> read(byte[] bytes) throws IOException {
        Path file = Files.write(directory.resolve("file"), bytes);
        List<String> lines = new ArrayList<>();
        try (TextLines reader = new TextLines(file)) {
            for (String line = reader.next(); line != null; line = reader.next()) {
                lines.add(line);
            }
            assertThat(reader.next()).isNull();
        }
        return lines;
    }

    private List<String> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesEndWithTheFileToo() throws IOException {
        assertThat(read("")).isEmpty();
        assertThat(read("one")).containsExactly("one");
        assertThat(read("one\n")).containsExactly("one");
        assertThat(read("one\n\ntwo\r\n\r\nthree")).containsExactly("one", "", "two", "", "three");
        assertThat(read("\n")).containsExactly("");
    }

    @Test
    void lettersOfAnyLengthAreRead() throws IOException {
        assertThat(read("Zähler\n\uFFFD\n\uD83D\uDE00 ok\n")).containsExactly("Zähler", "\uFFFD", "\uD83D\uDE00 ok");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThatThrownBy(() -> read(new byte[] {'a', '\n', 'b', (byte) 0xE4, '\n'}))
                .isInstanceOf(CharacterCodingException.class);
        assertThatThrownBy(() -> read(new byte[] {(byte) 0xC0, (byte) 0x80}))
                .as("an overlong zero")
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void linesAcrossBuffersAndLongerThanOneAreWhole() throws IOException {
        long seed = 5;
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            int length = random.nextInt(i % 10 == 0 ? 1_000_000 : 100_000);
            for (int j = 0; j < length; j++) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            text.append(random.nextBoolean() ? "\n" : "\r\n");
        }
        assertThat(read(text.toString()))
                .as("seed %d", seed)
                .isEqualTo(text.toString().lines().toList());
    }
}
