package io.gridclear.meter.profile;

/** One column of a table with its gaps filled, and where they were. */
final class FilledSeries {
    private static final int HOURS_PER_DAY = SeriesTable.HOURS_PER_DAY;

    private final double[] values;
    private final boolean[] estimated;
    private final double mean;

    private FilledSeries(double[] values, boolean[] estimated, double mean) {
        this.values = values;
        this.estimated = estimated;
        this.mean = mean;
    }

    /** @throws SeriesFileException if a column has no value for an hour of the day on any day */
    static FilledSeries[] of(SeriesTable table) {
        FilledSeries[] all = new FilledSeries[table.columns().size()];
        for (int column = 0; column < all.length; column++) {
            all[column] = fill(table, column);
        }
        return all;
    }

    private static FilledSeries fill(SeriesTable table, int column) {
        double[] values = new double[table.hours()];
        boolean[] estimated = new boolean[table.hours()];
        for (int hour = 0; hour < values.length; hour++) {
            values[hour] = table.value(column, hour);
            if (Double.isNaN(values[hour])) {
                estimated[hour] = true;
                values[hour] = hour >= HOURS_PER_DAY ? values[hour - HOURS_PER_DAY] : firstLater(table, column, hour);
            }
        }
        return new FilledSeries(values, estimated, table.mean(column));
    }

    private static double firstLater(SeriesTable table, int column, int hour) {
        for (int later = hour + HOURS_PER_DAY; later < table.hours(); later += HOURS_PER_DAY) {
            if (!Double.isNaN(table.value(column, later))) {
                return table.value(column, later);
            }
        }
        throw new SeriesFileException(
                table.file(),
                "column " + table.columns().get(column) + " has no value for the hour ending " + (hour + 1)
                        + ":00 on any day");
    }

    double value(int hour) {
        return values[hour];
    }

    boolean estimated(int hour) {
        return estimated[hour];
    }

    /** Mean over the recorded values, not over the filled ones. */
    double mean() {
        return mean;
    }

    /** Filled hours in [from, to). */
    int gaps(int from, int to) {
        int gaps = 0;
        for (int hour = from; hour < to; hour++) {
            if (estimated[hour]) {
                gaps++;
            }
        }
        return gaps;
    }
}
