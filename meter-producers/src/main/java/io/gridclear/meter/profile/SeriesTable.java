package io.gridclear.meter.profile;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * Hourly series side by side, as a file holds them: row 0 is the hour that ends at 01:00 of the first
 * day. A missing value is NaN. Immutable; made by {@link SeriesFile}.
 */
public final class SeriesTable {
    static final int HOURS_PER_DAY = 24;

    private final Path file;
    private final LocalDate firstDay;
    private final List<String> columns;
    private final double[][] valuesByColumn;

    SeriesTable(Path file, LocalDate firstDay, List<String> columns, double[][] valuesByColumn) {
        this.file = file;
        this.firstDay = firstDay;
        this.columns = List.copyOf(columns);
        this.valuesByColumn = valuesByColumn;
    }

    /** The file that the table was read from, as it was named. */
    public Path file() {
        return file;
    }

    /** Day of the first row. */
    public LocalDate firstDay() {
        return firstDay;
    }

    /** Names of the series, in the file's order. */
    public List<String> columns() {
        return columns;
    }

    /** Number of hours. */
    public int hours() {
        return valuesByColumn[0].length;
    }

    /** Number of full days. */
    public int days() {
        return hours() / HOURS_PER_DAY;
    }

    /** The value, or NaN where the file has none. */
    public double value(int column, int hour) {
        return valuesByColumn[column][hour];
    }

    /** Mean over all values that are there; 0 where there is none. */
    public double mean(int column) {
        double sum = 0;
        int present = 0;
        for (double value : valuesByColumn[column]) {
            if (!Double.isNaN(value)) {
                sum += value;
                present++;
            }
        }
        return present == 0 ? 0 : sum / present;
    }
}
