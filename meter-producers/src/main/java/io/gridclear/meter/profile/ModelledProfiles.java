package io.gridclear.meter.profile;

import io.gridclear.meter.seed.SeededDraws;
import java.time.LocalDate;
import java.util.List;

/**
 * Profiles from formulas: {@link HouseholdLoad} and {@link PvPlant} under {@link AreaSky}. Needs no
 * data and no network.
 */
public final class ModelledProfiles implements EnergyProfiles {
    /** A Monday near the solstice: much sun, so that both sides of the market are there. */
    public static final LocalDate DEFAULT_FIRST_DAY = LocalDate.of(2026, 6, 15);

    /** Days of history: enough for a daily season, and forecasting 20,000 meters stays a matter of seconds. */
    static final int HISTORY_DAYS = 7;

    /** Longest plan: a year of five-minute steps. Bounds the series that are held while planning. */
    static final int MAX_PLANNED_STEPS = 366 * 288;

    private final long seed;
    private final ProfileCalendar calendar;
    private final int firstStep;
    private final int plannedSteps;
    private final AreaSky[] skies;

    /**
     * @param seed the fleet's seed
     * @param calendar first day and length of a step
     * @param firstHour hour of the first day at which the plan starts, 0 to 23
     * @param plannedSteps steps of the plan, &gt; 0
     * @param areas number of areas, &gt; 0: each has its own sky
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ModelledProfiles(long seed, ProfileCalendar calendar, int firstHour, int plannedSteps, int areas) {
        if (firstHour < 0 || firstHour > 23) {
            throw new IllegalArgumentException("the first hour must be 0 to 23, was " + firstHour);
        }
        if (plannedSteps < 1 || plannedSteps > MAX_PLANNED_STEPS) {
            throw new IllegalArgumentException(
                    "the plan must have 1 to " + MAX_PLANNED_STEPS + " steps, was " + plannedSteps);
        }
        if (areas < 1) {
            throw new IllegalArgumentException("there must be at least one area, were " + areas);
        }
        this.seed = seed;
        this.calendar = calendar;
        this.firstStep = firstHour * 60 / calendar.stepMinutes();
        this.plannedSteps = plannedSteps;
        AreaSky clear = AreaSky.clear(calendar, firstStep - historySteps(), historySteps() + plannedSteps);
        this.skies = new AreaSky[areas];
        for (int area = 0; area < areas; area++) {
            skies[area] = clear.clouded(seed, area, calendar.stepHours());
        }
    }

    @Override
    public int stepsPerDay() {
        return calendar.stepsPerDay();
    }

    @Override
    public int historySteps() {
        return HISTORY_DAYS * calendar.stepsPerDay();
    }

    @Override
    public int plannedSteps() {
        return plannedSteps;
    }

    @Override
    public PointEnergy energyOf(PointSeat seat) {
        int steps = historySteps() + plannedSteps;
        HouseholdLoad household = HouseholdLoad.of(seed, seat.point());
        double[] loadKwh = seat.kind().hasLoad()
                ? household.seriesKwh(calendar, firstStep - historySteps(), steps)
                : new double[steps];
        double[] pvKwh = seat.kind().hasPv()
                ? new PvPlant(seed, seat.point(), capacityKw(seat, household)).seriesKwh(skies[seat.area()])
                : new double[steps];
        return new PointEnergy(loadKwh, pvKwh, new boolean[steps]);
    }

    /** A roof plant makes 0.3 to 0.8 times what its household uses over the year; a plant alone has 3 to 8 kW. */
    private double capacityKw(PointSeat seat, HouseholdLoad household) {
        SeededDraws draws = SeededDraws.of(seed, "pv-capacity", seat.point());
        double ratio = draws.nextBetween(0.3, 0.8);
        return seat.kind().hasLoad()
                ? ratio * household.annualKwh() / PvPlant.ANNUAL_KWH_PER_KW
                : draws.nextBetween(3.0, 8.0);
    }

    @Override
    public List<String> notes() {
        return List.of();
    }
}
