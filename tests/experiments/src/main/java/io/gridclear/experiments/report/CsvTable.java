package io.gridclear.experiments.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table of a figure's data: {@code ,} between cells, {@code .} in numbers, LF at the end of a line. Not thread-safe. */
public final class CsvTable {

    private final int columns;
    private final List<String> lines = new ArrayList<>();

    /** An empty table with these column names. */
    public CsvTable(String... header) {
        columns = header.length;
        lines.add(line(List.of((Object[]) header)));
    }

    /** An empty table with these column names. */
    public CsvTable(List<String> header) {
        this(header.toArray(String[]::new));
    }

    /**
     * Adds a row of texts, whole numbers and doubles.
     *
     * @throws IllegalArgumentException if the cells do not fit the header, or a text needs quotes
     */
    public CsvTable row(Object... cells) {
        return row(List.of(cells));
    }

    /** The same for a list. */
    public CsvTable row(List<?> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(
                    "a row of " + cells.size() + " cells in a table of " + columns + " columns: " + cells);
        }
        lines.add(line(cells));
        return this;
    }

    private static String line(List<?> cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            String text = cell instanceof Double number ? Numbers.plain(number) : String.valueOf(cell);
            if (text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n')) {
                throw new IllegalArgumentException("a cell without commas, quotes and line ends is needed: " + text);
            }
            texts.add(text);
        }
        return String.join(",", texts);
    }

    /** All lines, the header first. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Writes the file. */
    public void writeTo(Path file) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
