package io.gridclear.ops.feeder;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of plain fields (CSV without quotes) under a header that names its columns, in any order; columns that nobody
 * asks for are ignored.
 *
 * @param file its name, for messages
 * @param columns names of the columns
 * @param rows rows as they stand
 */
record FeederTable(String file, List<String> columns, List<Row> rows) {

    /** The largest feeder with the longest ids has 12 MB; the rest is leeway for columns that are ignored. */
    private static final long MAX_FILE_BYTES = 64L << 20;

    /** A row: its line in the file, and its fields. */
    record Row(int lineNumber, List<String> fields) {}

    /**
     * Reads a file.
     *
     * @param maxRows most rows below the header
     * @throws IOException if it cannot be read
     * @throws FeederFileFault if it is no such table
     */
    static FeederTable read(Path path, int maxRows) throws IOException, FeederFileFault {
        String file = path.toString();
        if (Files.size(path) > MAX_FILE_BYTES) {
            throw new FeederFileFault(file + " has more than " + (MAX_FILE_BYTES >> 20) + " MB");
        }
        try (BufferedReader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            String header = reader.readLine();
            if (header == null) {
                throw new FeederFileFault(file + " is empty; its first line names its columns");
            }
            List<String> columns = fields(header.startsWith("\ufeff") ? header.substring(1) : header);
            List<Row> rows = new ArrayList<>();
            int lineNumber = 1;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lineNumber++;
                List<String> fields = fields(line);
                if (fields.size() != columns.size()) {
                    throw new FeederFileFault(file + ": line " + lineNumber + ": " + fields.size()
                            + " columns instead of " + columns.size());
                }
                if (rows.size() == maxRows) {
                    throw new FeederFileFault(file + " has more than " + maxRows + " rows");
                }
                rows.add(new Row(lineNumber, fields));
            }
            return new FeederTable(file, columns, rows);
        } catch (CharacterCodingException e) {
            throw new FeederFileFault(file + " is not UTF-8");
        }
    }

    private static List<String> fields(String line) {
        return Arrays.asList(line.split(",", -1));
    }

    boolean has(String column) {
        return columns.contains(column);
    }

    /** Checks that the columns are there. */
    void require(String... names) throws FeederFileFault {
        for (String name : names) {
            if (!has(name)) {
                throw new FeederFileFault(file + " has no column " + name);
            }
        }
    }

    /** A field of a row; only of a column that is there. */
    String field(Row row, String column) {
        return row.fields().get(columns.indexOf(column));
    }

    FeederFileFault fault(Row row, String what) {
        return new FeederFileFault(file + ": line " + row.lineNumber() + ": " + what);
    }
}
