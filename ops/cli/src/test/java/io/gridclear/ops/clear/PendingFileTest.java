package io.gridclear.ops.clear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PendingFileTest {

    private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void takesThePlaceOfTheFileAtCommitAndNotBefore() throws IOException {
        Path file = Files.writeString(folder.resolve("trades.csv"), "old");
        try (PendingFile pending = PendingFile.inPlaceOf(file)) {
            pending.stream().write(NEW);
            assertThat(file).hasContent("old");
            pending.commit();
            assertThat(file).hasContent("new");
        }
        assertThat(namesInFolder()).containsExactly("trades.csv");
    }

    @Test
    void leavesNothingBehindWithoutACommit() throws IOException {
        Path file = folder.resolve("trades.csv");
        try (PendingFile pending = PendingFile.inPlaceOf(file)) {
            pending.stream().write(NEW);
        }
        assertThat(namesInFolder()).isEmpty();
    }

    @Test
    void keepsALinkALink() throws IOException {
        Path file = Files.writeString(folder.resolve("trades.csv"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("latest.csv"), Path.of("trades.csv"));
        try (PendingFile pending = PendingFile.inPlaceOf(link)) {
            pending.stream().write(NEW);
            pending.commit();
        }
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void needsADirectory() {
        assertThatThrownBy(() -> PendingFile.inPlaceOf(folder.resolve("nowhere/trades.csv")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aStreamGetsEverythingAtCommitAndNothingBefore() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (PendingFile pending = PendingFile.before(sink)) {
            pending.stream().write(NEW);
            pending.stream().flush();
            assertThat(sink.size()).isZero();
            pending.commit();
        }
        assertThat(sink.toString(StandardCharsets.UTF_8)).isEqualTo("new");
    }

    private List<String> namesInFolder() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
