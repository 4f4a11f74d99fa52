package io.gridclear.meter.profile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Reads a file of hourly series. The format, for loads (kWh per hour) and for plants (kWh per hour and
 * kW) alike:
 *
 * <pre>
 *   hour_ending_local,NAME,NAME,...
 *   2014-06-02 01:00:00,22.4040,1.7376,...        energy of 00:00 to 01:00
 * </pre>
 *
 * Plain UTF-8, no quotes, no comments; `.` is the decimal point. The first row ends at 01:00; each row
 * is one hour after the row before. An empty cell is a missing value. Names end on {@code .gz}: the
 * file is unpacked while reading.
 */
public final class SeriesFile {
    /** What the first column is called: anything else is another kind of file. */
    static final String TIME_COLUMN = "hour_ending_local";

    /** Ten years of hours. Bounds what a wrong file can make us read. */
    static final int MAX_HOURS = 10 * 366 * 24;

    /** 10 million values are 80 MB: more than a fleet needs, less than a machine notices. */
    static final long MAX_VALUES = 10_000_000;

    private static final DateTimeFormatter LABEL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int FIRST_DATA_LINE = 2;

    private final Path file;
    private final List<String> columns = new ArrayList<>();
    private final List<double[]> rows = new ArrayList<>();
    private LocalDateTime firstLabel = LocalDateTime.MIN;

    private SeriesFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the whole file.
     *
     * @throws SeriesFileException if the file is missing, unreadable or not in the format; the message
     *     names line and column
     */
    public static SeriesTable read(Path file) {
        SeriesFile reader = new SeriesFile(file);
        try (InputStream bytes = Files.newInputStream(file);
                InputStream unpacked = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(unpacked, StandardCharsets.UTF_8.newDecoder()))) {
            return reader.parse(lines);
        } catch (NoSuchFileException missing) {
            throw new SeriesFileException(file, "there is no such file");
        } catch (CharacterCodingException binary) {
            throw new SeriesFileException(file, reader.rows.size() + FIRST_DATA_LINE, "is not UTF-8 text");
        } catch (IOException unreadable) {
            throw new SeriesFileException(file, "cannot be read: " + unreadable.getMessage());
        }
    }

    private SeriesTable parse(BufferedReader lines) throws IOException {
        String header = lines.readLine();
        if (header == null) {
            throw new SeriesFileException(file, "is empty; the first line must be " + TIME_COLUMN + ",NAME,...");
        }
        parseHeader(header);
        long lineNumber = FIRST_DATA_LINE;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            parseRow(line, lineNumber);
            lineNumber++;
        }
        if (rows.size() < SeriesTable.HOURS_PER_DAY) {
            throw new SeriesFileException(
                    file, "has " + rows.size() + " hours; at least one day of 24 hours is needed");
        }
        return new SeriesTable(file, firstLabel.minusHours(1).toLocalDate(), columns, byColumn());
    }

    private void parseHeader(String header) {
        String[] names = header.split(",", -1);
        if (!names[0].equals(TIME_COLUMN)) {
            throw new SeriesFileException(
                    file, 1, "the first column must be called " + TIME_COLUMN + ", is called '" + names[0] + "'");
        }
        if (names.length < 2) {
            throw new SeriesFileException(file, 1, "there is no series beside " + TIME_COLUMN);
        }
        Set<String> seen = new HashSet<>();
        for (String name : Arrays.asList(names).subList(1, names.length)) {
            if (name.isBlank()) {
                throw new SeriesFileException(file, 1, "a series has no name");
            }
            if (!seen.add(name)) {
                throw new SeriesFileException(file, 1, name, "two series have this name");
            }
            columns.add(name);
        }
    }

    private void parseRow(String line, long lineNumber) {
        String[] cells = line.split(",", -1);
        if (cells.length != columns.size() + 1) {
            throw new SeriesFileException(
                    file, lineNumber, "has " + cells.length + " cells, the header has " + (columns.size() + 1));
        }
        if (rows.size() >= MAX_HOURS || (long) (rows.size() + 1) * columns.size() > MAX_VALUES) {
            throw new SeriesFileException(
                    file,
                    lineNumber,
                    "is too much: at most " + MAX_HOURS + " hours and " + MAX_VALUES + " values are read");
        }
        checkLabel(cells[0], lineNumber);
        double[] row = new double[columns.size()];
        for (int column = 0; column < row.length; column++) {
            row[column] = parseValue(cells[column + 1], lineNumber, columns.get(column));
        }
        rows.add(row);
    }

    private void checkLabel(String cell, long lineNumber) {
        LocalDateTime label;
        try {
            label = LocalDateTime.parse(cell, LABEL);
        } catch (DateTimeParseException malformed) {
            throw new SeriesFileException(
                    file, lineNumber, TIME_COLUMN, "'" + cell + "' is not a time like 2014-06-02 01:00:00");
        }
        if (rows.isEmpty()) {
            if (label.getHour() != 1 || label.getMinute() != 0 || label.getSecond() != 0) {
                throw new SeriesFileException(
                        file, lineNumber, TIME_COLUMN, "the first hour must end at 01:00:00, ends at '" + cell + "'");
            }
            firstLabel = label;
            return;
        }
        LocalDateTime due = firstLabel.plusHours(rows.size());
        if (!label.equals(due)) {
            throw new SeriesFileException(
                    file,
                    lineNumber,
                    TIME_COLUMN,
                    "the hours must follow each other: " + LABEL.format(due) + " is due, found '" + cell + "'");
        }
    }

    private double parseValue(String cell, long lineNumber, String column) {
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        double value;
        try {
            // Not Double.parseDouble, which takes "1d", "0x1p3" and "NaN" as well.
            value = new BigDecimal(cell).doubleValue();
        } catch (NumberFormatException malformed) {
            throw new SeriesFileException(file, lineNumber, column, "'" + cell + "' is not a number");
        }
        if (!Double.isFinite(value) || value < 0) {
            throw new SeriesFileException(
                    file, lineNumber, column, "'" + cell + "' is not an energy: a finite number >= 0 is needed");
        }
        return value;
    }

    private double[][] byColumn() {
        double[][] byColumn = new double[columns.size()][rows.size()];
        for (int hour = 0; hour < rows.size(); hour++) {
            for (int column = 0; column < columns.size(); column++) {
                byColumn[column][hour] = rows.get(hour)[column];
            }
        }
        return byColumn;
    }
}
