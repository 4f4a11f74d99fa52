package io.gridclear.meter.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our household course against the published standard profile H0 of the German utilities' association. */
class StandardProfileTest {
    @ParameterizedTest
    @CsvSource({
        // season and day type of H0, a day of ours
        "winter, workday, 2026-01-14", "winter, saturday, 2026-01-17", "winter, sunday, 2026-01-18",
        "transition, workday, 2026-04-15", "summer, workday, 2026-07-15", "summer, saturday, 2026-07-18",
        "summer, sunday, 2026-07-19"
    })
    void theCourseOfTheDayHasTheShapeOfTheStandardProfile(String season, String dayType, LocalDate day)
            throws IOException {
        double[] published = profile(season, dayType);
        ProfileCalendar calendar = new ProfileCalendar(day, 15);

        double[] ours = IntStream.range(0, 96)
                .mapToDouble(quarter -> HouseholdLoad.standardKwh(calendar, quarter))
                .toArray();

        assertThat(Correlation.of(ours, published)).isGreaterThan(0.85);
    }

    private static double[] profile(String season, String dayType) throws IOException {
        List<String> rows = Files.readAllLines(SharedData.file("bdew_h0_quarter_hour_watts.csv"));
        double[] watts = rows.stream()
                .filter(row -> row.startsWith("H0," + season + "," + dayType + ","))
                .mapToDouble(row -> Double.parseDouble(row.substring(row.lastIndexOf(',') + 1)))
                .toArray();
        assertThat(watts).hasSize(96);
        return watts;
    }
}
