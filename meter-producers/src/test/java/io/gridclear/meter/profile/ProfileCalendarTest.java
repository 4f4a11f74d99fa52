package io.gridclear.meter.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileCalendarTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 6, 15);

    @ParameterizedTest
    @CsvSource({
        // step, day, hour
        "0, 2026-06-15, 0.0",
        "1, 2026-06-15, 0.25",
        "95, 2026-06-15, 23.75",
        "96, 2026-06-16, 0.0",
        "-1, 2026-06-14, 23.75",
        "-96, 2026-06-14, 0.0",
        "-97, 2026-06-13, 23.75"
    })
    void quarterHoursCountFromTheFirstDayBothWays(int step, LocalDate day, double hour) {
        ProfileCalendar calendar = new ProfileCalendar(MONDAY, 15);

        assertThat(calendar.day(step)).isEqualTo(day);
        assertThat(calendar.startHour(step)).isEqualTo(hour);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "119, false", "120, true", "144, true", "167, true", "168, false", "-1, true", "-49, false"
    })
    void weekendsAreSaturdayAndSunday(int hour, boolean weekend) {
        assertThat(new ProfileCalendar(MONDAY, 60).weekend(hour)).isEqualTo(weekend);
    }

    @Test
    void aDayHasTheStepsThatFitIntoIt() {
        assertThat(new ProfileCalendar(MONDAY, 60).stepsPerDay()).isEqualTo(24);
        assertThat(new ProfileCalendar(MONDAY, 15).stepsPerDay()).isEqualTo(96);
        assertThat(new ProfileCalendar(MONDAY, 5).stepsPerDay()).isEqualTo(288);
        assertThat(new ProfileCalendar(MONDAY, 15).stepHours()).isEqualTo(0.25);
        assertThat(new ProfileCalendar(MONDAY, 60).dayOfYear(0)).isEqualTo(166);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -15, 1, 7, 45, 120})
    void refusesAStepThatDoesNotDivideTheHour(int minutes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProfileCalendar(MONDAY, minutes))
                .withMessageContaining(minutes + " minutes");
    }
}
