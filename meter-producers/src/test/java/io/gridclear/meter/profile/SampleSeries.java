package io.gridclear.meter.profile;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** A small file of series whose values tell where they stand. */
public final class SampleSeries {
    private static final DateTimeFormatter LABEL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private SampleSeries() {}

    /** Value of a column in an hour: 1.00, 1.01 and so on in the first, 2.00 and so on in the second. */
    public static double value(int column, int hour) {
        return (100 * (column + 1) + hour) / 100.0;
    }

    /** Days from 2 June 2014 on. */
    public static String csv(int days, String... columns) {
        StringBuilder csv = new StringBuilder("hour_ending_local,").append(String.join(",", columns));
        for (int hour = 0; hour < 24 * days; hour++) {
            csv.append('\n')
                    .append(LABEL.format(LocalDateTime.of(2014, 6, 2, 1, 0).plusHours(hour)));
            for (int column = 0; column < columns.length; column++) {
                csv.append(',').append(BigDecimal.valueOf(100L * (column + 1) + hour, 2));
            }
        }
        return csv.append('\n').toString();
    }
}
