package io.gridclear.meter.profile;

import io.gridclear.meter.seed.SeededDraws;

/**
 * Formula-based load of one household, kWh per step:
 *
 * <pre>
 *   load(t) = annualKwh / 8760 * stepHours * season(day) * week(day) * shape(hour - shift) * activity(t)
 *   season  = 1 + 0.20 cos(2 pi (dayOfYear - 20) / 365)      highest on 20 January
 *   week    = 1.00 on workdays, 1.06 at weekends, over their mean
 *   activity = exp(0.35 z - 0.35^2 / 2),  z(t) = phi z(t-1) + sqrt(1 - phi^2) e(t),  phi = 0.6 per hour
 * </pre>
 *
 * The mean of activity is 1, so that a year adds up to {@code annualKwh}. The seasonal swing is that
 * of the dynamic factor which utilities apply to household standard profiles (about 1.2 in January
 * and 0.8 in July). Annual consumption is log-normal over the fleet around 3,500 kWh, the usual
 * figure for a household without electric heating in central Europe.
 */
final class HouseholdLoad {
    /** Median of annual consumption over a fleet, kWh. */
    static final double MEDIAN_ANNUAL_KWH = 3500;

    private static final double HOURS_PER_YEAR = 8760;
    private static final double SMALLEST_ANNUAL_KWH = 900;
    private static final double LARGEST_ANNUAL_KWH = 12_000;
    private static final double ANNUAL_SPREAD = 0.35;
    private static final double ACTIVITY_SPREAD = 0.35;
    private static final double ACTIVITY_MEMORY_PER_HOUR = 0.6;
    private static final double SEASON_SWING = 0.20;
    private static final double WEEKEND_FACTOR = 1.06;
    private static final double MEAN_WEEK_FACTOR = (5 + 2 * WEEKEND_FACTOR) / 7;
    /** Households get up and go to bed up to an hour earlier or later than the standard. */
    private static final int LARGEST_SHIFT_SLOTS = DayShape.SAMPLES_PER_HOUR;

    private final double annualKwh;
    private final int shiftSlots;
    private final long seed;
    private final int household;

    private HouseholdLoad(double annualKwh, int shiftSlots, long seed, int household) {
        this.annualKwh = annualKwh;
        this.shiftSlots = shiftSlots;
        this.seed = seed;
        this.household = household;
    }

    /** Household number {@code household} of the fleet with this seed. */
    static HouseholdLoad of(long seed, int household) {
        SeededDraws draws = SeededDraws.of(seed, "household", household);
        double annualKwh = MEDIAN_ANNUAL_KWH * StrictMath.exp(ANNUAL_SPREAD * draws.nextGaussian());
        double bounded = Math.min(LARGEST_ANNUAL_KWH, Math.max(SMALLEST_ANNUAL_KWH, annualKwh));
        int shiftSlots = (int) draws.nextBelow(2 * LARGEST_SHIFT_SLOTS + 1) - LARGEST_SHIFT_SLOTS;
        return new HouseholdLoad(bounded, shiftSlots, seed, household);
    }

    /** Consumption of an average year, kWh. */
    double annualKwh() {
        return annualKwh;
    }

    /** Load without the household's own activity: what a standard profile would say, kWh in the step. */
    double expectedKwh(ProfileCalendar calendar, int step) {
        return annualKwh / HOURS_PER_YEAR * factor(calendar, step, shiftSlots) * calendar.stepHours();
    }

    /**
     * The standard profile for a mean load of 1 kWh per hour over the year, without shift: stands in
     * for history where a recorded series has none.
     */
    static double standardKwh(ProfileCalendar calendar, int step) {
        return factor(calendar, step, 0) * calendar.stepHours();
    }

    private static double factor(ProfileCalendar calendar, int step, int shiftSlots) {
        boolean weekend = calendar.weekend(step);
        DayShape shape = weekend ? DayShape.WEEKEND : DayShape.WORKDAY;
        int slots = DayShape.SAMPLES_PER_HOUR * calendar.stepMinutes() / 60;
        int firstSlot = Math.floorMod(step, calendar.stepsPerDay()) * slots - shiftSlots;
        double sum = 0;
        for (int slot = 0; slot < slots; slot++) {
            sum += shape.at(firstSlot + slot);
        }
        double week = (weekend ? WEEKEND_FACTOR : 1.0) / MEAN_WEEK_FACTOR;
        double yearAngle = 2.0 * StrictMath.PI * (calendar.dayOfYear(step) - 20) / 365.0;
        double season = 1.0 + SEASON_SWING * StrictMath.cos(yearAngle);
        return season * week * sum / slots;
    }

    /**
     * Load of {@code count} steps from {@code firstStep} on, kWh each. The activity starts anew at
     * {@code firstStep}: ask for one series with history, not for two.
     */
    double[] seriesKwh(ProfileCalendar calendar, int firstStep, int count) {
        SeededDraws draws = SeededDraws.of(seed, "activity", household);
        double memory = StrictMath.pow(ACTIVITY_MEMORY_PER_HOUR, calendar.stepHours());
        double innovation = StrictMath.sqrt(1 - memory * memory);
        double[] series = new double[count];
        double z = draws.nextGaussian();
        for (int i = 0; i < count; i++) {
            double activity = StrictMath.exp(ACTIVITY_SPREAD * z - ACTIVITY_SPREAD * ACTIVITY_SPREAD / 2);
            series[i] = expectedKwh(calendar, firstStep + i) * activity;
            z = memory * z + innovation * draws.nextGaussian();
        }
        return series;
    }
}
