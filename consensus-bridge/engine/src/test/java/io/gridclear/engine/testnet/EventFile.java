package io.gridclear.engine.testnet;

import io.gridclear.ledger.application.LedgerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a node tells whoever listens to its blocks, one event a line, for the test's JVM to read.
 *
 * @param file in the node's home
 */
record EventFile(Path file) {
    private static final String SEPARATOR = "\t";

    static EventFile in(Path home) {
        return new EventFile(home.resolve("events.tsv"));
    }

    void append(List<LedgerEvent> events) {
        List<String> lines = events.stream()
                .map(event -> String.join(SEPARATOR, event.kind().name(), event.subject(), event.detail()))
                .toList();
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<LedgerEvent> read() {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            // What follows the last line break is being written.
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(EventFile::event)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LedgerEvent event(String line) {
        String[] parts = line.split(SEPARATOR, 3);
        return new LedgerEvent(LedgerEvent.Kind.valueOf(parts[0]), parts[1], parts[2]);
    }
}
