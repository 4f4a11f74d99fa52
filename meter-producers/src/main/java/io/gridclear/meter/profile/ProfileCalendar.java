package io.gridclear.meter.profile;

import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * Where a step stands in the year: step 0 is the first step of {@code firstDay}, negative steps are
 * the history before it.
 *
 * <p>Time is local solar time without daylight saving, so that every day has the same number of
 * steps; trading periods are mapped to steps by index and need no calendar.
 *
 * @param firstDay day that step 0 begins
 * @param stepMinutes length of a step, minutes: a divisor of 60, at least {@value #SHORTEST_STEP_MINUTES}
 */
public record ProfileCalendar(LocalDate firstDay, int stepMinutes) {
    /** Shortest step: the profiles are smooth below a quarter of an hour, finer steps add nothing but work. */
    public static final int SHORTEST_STEP_MINUTES = 5;

    private static final int MINUTES_PER_DAY = 1440;

    /** @throws IllegalArgumentException if the step does not divide the hour or is too short */
    public ProfileCalendar {
        if (stepMinutes < SHORTEST_STEP_MINUTES || stepMinutes > 60 || 60 % stepMinutes != 0) {
            throw new IllegalArgumentException("a profile step must divide the hour and last at least "
                    + SHORTEST_STEP_MINUTES + " minutes, was " + stepMinutes + " minutes");
        }
    }

    /** Steps of one day. */
    public int stepsPerDay() {
        return MINUTES_PER_DAY / stepMinutes;
    }

    /** Length of a step, hours. */
    public double stepHours() {
        return stepMinutes / 60.0;
    }

    /** The day that the step belongs to. */
    public LocalDate day(int step) {
        return firstDay.plusDays(Math.floorDiv(step, stepsPerDay()));
    }

    /** Local solar time at the step's start, hours in [0, 24). */
    public double startHour(int step) {
        return Math.floorMod(step, stepsPerDay()) * stepHours();
    }

    /** Whether the step falls on a Saturday or Sunday. */
    public boolean weekend(int step) {
        DayOfWeek dayOfWeek = day(step).getDayOfWeek();
        return dayOfWeek == DayOfWeek.SATURDAY || dayOfWeek == DayOfWeek.SUNDAY;
    }

    /** Day of the year, 1 to 366. */
    public int dayOfYear(int step) {
        return day(step).getDayOfYear();
    }
}
