package io.gridclear.meter.profile;

import io.gridclear.meter.seed.SeededDraws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Profiles from recorded hourly series: the plan starts on day {@code day} of the files, and all that
 * stands before it in the files is history.
 *
 * <p>Points take the columns in turn. The first turn takes a column as it stands; a later turn scales
 * it by a seeded factor in [0.6, 1.4], so that a thousand meters from twelve columns are not twelve
 * times the same. A plant's capacity is chosen so that over the file it makes 0.3 to 0.8 times what its
 * household uses; a plant alone so that it makes 0.3 to 1.6 times what the mean column
 * uses.
 *
 * <p>Where the files hold less than {@value #MIN_HISTORY_DAYS} days before the plan (day 1 has none),
 * the missing days are the standard course of the formulas, scaled to the column's mean. That is what a
 * supplier does with a customer it has no measurements of: it knows the yearly consumption and takes a
 * standard profile.
 *
 * <p>Where a file of forecasts goes with the plants, it has the same columns: what a plant is expected to make in a planned hour
 * stands where what it made stands, and is scaled by the same capacity.
 *
 * <p>A gap takes the value of the same hour one day before (or, at the file's start, of the first later
 * day that has one), is marked as estimated, and is said in {@link #notes()}.
 */
public final class RecordedProfiles implements EnergyProfiles {
    static final int MIN_HISTORY_DAYS = 3;
    /** More history than a fortnight improves a daily season by nothing worth its time. */
    static final int MAX_HISTORY_DAYS = 14;

    private static final int HOURS_PER_DAY = SeriesTable.HOURS_PER_DAY;

    private final long seed;
    private final SeriesTable loads;
    private final SeriesTable pv;
    private final FilledSeries[] filledLoads;
    private final FilledSeries[] filledPv;
    private final @Nullable SeriesTable pvForecast;
    private final FilledSeries @Nullable [] filledPvForecast;
    private final int firstHour;
    private final int plannedSteps;
    private final int recordedHistory;
    private final int standardHistory;

    /** Profiles whose plants come without a forecast. */
    public RecordedProfiles(long seed, SeriesTable loads, SeriesTable pv, int day, int startHour, int plannedSteps) {
        this(seed, loads, pv, null, day, startHour, plannedSteps);
    }

    /**
     * @param seed the fleet's seed
     * @param loads kWh per hour
     * @param pv kWh per hour and kW; its days are taken by their number, not by their date
     * @param pvForecast what was expected of the same plants, or null
     * @param day day of both files on which the plan starts, from 1
     * @param startHour hour of that day at which it starts, 0 to 23
     * @param plannedSteps hours of the plan, &gt; 0
     * @throws SeriesFileException if a file is too short for the plan, a column has no value at all, or the forecasts are of
     *     other plants
     * @throws IllegalArgumentException if a number is out of its range
     */
    public RecordedProfiles(
            long seed,
            SeriesTable loads,
            SeriesTable pv,
            @Nullable SeriesTable pvForecast,
            int day,
            int startHour,
            int plannedSteps) {
        if (day < 1 || startHour < 0 || startHour > 23 || plannedSteps < 1) {
            throw new IllegalArgumentException("day from 1, hour 0 to 23, at least one step; were day " + day
                    + ", hour " + startHour + ", steps " + plannedSteps);
        }
        this.seed = seed;
        this.loads = loads;
        this.pv = pv;
        this.firstHour = (day - 1) * HOURS_PER_DAY + startHour;
        this.plannedSteps = plannedSteps;
        checkReaches(loads, day, startHour);
        checkReaches(pv, day, startHour);
        this.filledLoads = FilledSeries.of(loads);
        this.filledPv = FilledSeries.of(pv);
        this.pvForecast = pvForecast;
        this.filledPvForecast = pvForecast == null ? null : forecasts(pvForecast, day, startHour);
        this.recordedHistory = Math.min(firstHour, MAX_HISTORY_DAYS * HOURS_PER_DAY);
        this.standardHistory = Math.max(0, MIN_HISTORY_DAYS * HOURS_PER_DAY - recordedHistory);
    }

    private FilledSeries[] forecasts(SeriesTable table, int day, int startHour) {
        checkReaches(table, day, startHour);
        if (!table.columns().equals(pv.columns())) {
            throw new SeriesFileException(
                    table.file(),
                    "has forecasts of " + table.columns() + ", but " + pv.file() + " is of " + pv.columns());
        }
        return FilledSeries.of(table);
    }

    private void checkReaches(SeriesTable table, int day, int startHour) {
        if (day > table.days()) {
            throw new SeriesFileException(
                    table.file(), "day " + day + " was asked for, the file has " + table.days() + " full days");
        }
        if (firstHour + plannedSteps > table.hours()) {
            throw new SeriesFileException(
                    table.file(),
                    "ends " + (firstHour + plannedSteps - table.hours()) + " hours too early: " + plannedSteps
                            + " periods from day " + day + ", hour " + startHour + " need "
                            + (firstHour + plannedSteps) + " hours, the file has " + table.hours());
        }
    }

    @Override
    public int stepsPerDay() {
        return HOURS_PER_DAY;
    }

    @Override
    public int historySteps() {
        return standardHistory + recordedHistory;
    }

    @Override
    public int plannedSteps() {
        return plannedSteps;
    }

    @Override
    public PointEnergy energyOf(PointSeat seat) {
        int steps = historySteps() + plannedSteps;
        double[] loadKwh = new double[steps];
        double[] pvKwh = new double[steps];
        boolean[] estimated = new boolean[steps];
        double[] pvForecastKwh = filledPvForecast == null ? null : new double[plannedSteps];
        double meanLoadKwh = meanOfAllLoads()
                * SeededDraws.of(seed, "plant-alone", seat.point()).nextBetween(1, 2);
        if (seat.kind().hasLoad()) {
            FilledSeries series = filledLoads[seat.loadRank() % filledLoads.length];
            double scale = turnScale("load-scale", seat.point(), seat.loadRank() / filledLoads.length);
            meanLoadKwh = scale * series.mean();
            ProfileCalendar calendar = new ProfileCalendar(loads.firstDay(), 60);
            for (int i = 0; i < standardHistory; i++) {
                loadKwh[i] = meanLoadKwh * HouseholdLoad.standardKwh(calendar, standardStep(i));
            }
            copy(series, scale, loadKwh, estimated);
        }
        if (seat.kind().hasPv()) {
            FilledSeries series = filledPv[seat.pvRank() % filledPv.length];
            double ratio = SeededDraws.of(seed, "pv-capacity", seat.point()).nextBetween(0.3, 0.8);
            double turn = turnScale("pv-scale", seat.point(), seat.pvRank() / filledPv.length);
            // A column of zeros stays zeros whatever the capacity.
            double capacityKw = series.mean() == 0 ? 1 : turn * ratio * meanLoadKwh / series.mean();
            standardPv(capacityKw * series.mean(), pvKwh);
            copy(series, capacityKw, pvKwh, estimated);
            if (pvForecastKwh != null && filledPvForecast != null) {
                FilledSeries expected = filledPvForecast[seat.pvRank() % filledPvForecast.length];
                for (int i = 0; i < plannedSteps; i++) {
                    pvForecastKwh[i] = capacityKw * expected.value(firstHour + i);
                }
            }
        }
        PointEnergy energy = new PointEnergy(loadKwh, pvKwh, estimated);
        return pvForecastKwh == null ? energy : energy.withPvForecast(pvForecastKwh);
    }

    private double meanOfAllLoads() {
        return Arrays.stream(filledLoads)
                .mapToDouble(FilledSeries::mean)
                .average()
                .orElse(0);
    }

    private double turnScale(String purpose, int point, int turn) {
        return turn == 0 ? 1.0 : SeededDraws.of(seed, purpose, point).nextBetween(0.6, 1.4);
    }

    /** The standard days end where the recorded history begins. */
    private int standardStep(int i) {
        return firstHour - recordedHistory - standardHistory + i;
    }

    private void standardPv(double meanKwh, double[] pvKwh) {
        if (standardHistory == 0) {
            return;
        }
        ProfileCalendar calendar = new ProfileCalendar(pv.firstDay(), 60);
        AreaSky clear = AreaSky.clear(calendar, standardStep(0), standardHistory);
        double clearDayKwh = AreaSky.clear(calendar, 0, HOURS_PER_DAY).totalKwhPerM2();
        for (int i = 0; i < standardHistory; i++) {
            pvKwh[i] = meanKwh * HOURS_PER_DAY * clear.kwhPerM2(i) / clearDayKwh;
        }
    }

    private void copy(FilledSeries series, double scale, double[] target, boolean[] estimated) {
        int firstRow = firstHour - recordedHistory;
        for (int i = standardHistory; i < target.length; i++) {
            int row = firstRow + i - standardHistory;
            target[i] = scale * series.value(row);
            estimated[i] |= series.estimated(row);
        }
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        noteGaps(loads, filledLoads, notes);
        noteGaps(pv, filledPv, notes);
        if (pvForecast != null && filledPvForecast != null) {
            noteGaps(pvForecast, filledPvForecast, notes);
        }
        if (standardHistory > 0) {
            notes.add("forecasts start from " + standardHistory
                    + " hours of a standard profile, because the files hold only " + recordedHistory
                    + " hours before the first period");
        }
        return List.copyOf(notes);
    }

    private void noteGaps(SeriesTable table, FilledSeries[] series, List<String> notes) {
        int firstRow = firstHour - recordedHistory;
        int lastRow = firstHour + plannedSteps;
        for (int column = 0; column < series.length; column++) {
            int gaps = series[column].gaps(firstRow, lastRow);
            if (gaps > 0) {
                notes.add(table.file() + ", column " + table.columns().get(column) + ": " + gaps + " of "
                        + (lastRow - firstRow)
                        + " hours have no value; they take the same hour of the day before and are marked estimated");
            }
        }
    }
}
