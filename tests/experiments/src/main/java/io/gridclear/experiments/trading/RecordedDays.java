package io.gridclear.experiments.trading;

import io.gridclear.meter.profile.SeriesFile;
import io.gridclear.meter.profile.SeriesTable;
import io.gridclear.meter.seed.SeededDraws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Days of recorded series, as the paper took one: loads of the UCI data set ElectricityLoadDiagrams20112014, plants of NREL's
 * Solar Power Data for Integration Studies. A draw takes a day of the year, three loads and four plants, the same day of both.
 *
 * <p>The paper names no sizes, and recorded loads are of anything from a shop to a factory. So every load is brought to a mean
 * of {@value #MEAN_LOAD_WH} Wh an hour over the year, times a drawn 0.6 to 1.4; and every plant to a size by which four of them
 * make over the year what three mean loads use, times as much. What a day holds more or less is the season's and the weather's.
 */
final class RecordedDays implements DaySource {

    static final String LOADS = "loads_uci_2014_year_hourly_kwh.csv.gz";
    static final String PLANTS = "pv_nrel_spdis_ny_2006_year_hourly_kwh_per_kw.csv.gz";

    /** A household of 4,380 kWh a year. */
    private static final double MEAN_LOAD_WH = 500;

    private static final double MEAN_PLANT_WH = MEAN_LOAD_WH * TradingDay.BUYERS / TradingDay.SELLERS;

    /** Gaps and dead days are few: a draw that meets so many of them meets a wrong file. */
    private static final int MOST_ATTEMPTS = 1_000;

    private final long seed;
    private final SeriesTable loads;
    private final SeriesTable plants;

    private RecordedDays(long seed, SeriesTable loads, SeriesTable plants) {
        this.seed = seed;
        this.loads = loads;
        this.plants = plants;
    }

    /** Whether the folder holds both files. */
    static boolean areIn(Path folder) {
        return Files.isRegularFile(folder.resolve(LOADS)) && Files.isRegularFile(folder.resolve(PLANTS));
    }

    /**
     * The days of two files.
     *
     * @throws io.gridclear.meter.profile.SeriesFileException if a file is not as it must be; the message names the place
     */
    static RecordedDays of(long seed, Path folder) {
        return new RecordedDays(
                seed, SeriesFile.read(folder.resolve(LOADS)), SeriesFile.read(folder.resolve(PLANTS)));
    }

    @Override
    public String description() {
        return "recorded: " + loads.columns().size() + " loads (UCI ElectricityLoadDiagrams20112014, 2014) and "
                + plants.columns().size() + " plants (NREL Solar Power Data for Integration Studies, New York, 2006), "
                + Math.min(loads.days(), plants.days()) + " days";
    }

    @Override
    public TradingDay day(int draw) {
        SeededDraws draws = SeededDraws.of(seed, "trading-day", draw);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            int day = (int) draws.nextBelow(Math.min(loads.days(), plants.days()));
            int[] loadColumns = choose(draws, loads.columns().size(), TradingDay.BUYERS);
            int[] plantColumns = choose(draws, plants.columns().size(), TradingDay.SELLERS);
            long[][] wh = new long[TradingDay.BUYERS + TradingDay.SELLERS][];
            for (int i = 0; i < TradingDay.BUYERS; i++) {
                wh[i] = hours(loads, loadColumns[i], day, MEAN_LOAD_WH * draws.nextBetween(0.6, 1.4));
            }
            for (int i = 0; i < TradingDay.SELLERS; i++) {
                wh[TradingDay.BUYERS + i] =
                        hours(plants, plantColumns[i], day, MEAN_PLANT_WH * draws.nextBetween(0.6, 1.4));
            }
            // an empty series has a gap on this day, or is of a meter that was not there yet
            if (Arrays.stream(wh).allMatch(hours -> Arrays.stream(hours).sum() > 0)) {
                return new TradingDay(loads.firstDay().plusDays(day).toString(), wh);
            }
        }
        throw new IllegalStateException("no day with energy in " + loads.file() + " and " + plants.file());
    }

    private static int[] choose(SeededDraws draws, int columns, int number) {
        int[] all = new int[columns];
        Arrays.setAll(all, i -> i);
        for (int i = 0; i < number; i++) {
            int other = i + (int) draws.nextBelow(columns - i);
            int kept = all[i];
            all[i] = all[other];
            all[other] = kept;
        }
        return Arrays.copyOf(all, number);
    }

    /** Zeros where a value is missing: such a day is not taken. */
    private static long[] hours(SeriesTable table, int column, int day, double meanWh) {
        long[] wh = new long[TradingDay.HOURS];
        double scale = meanWh / table.mean(column);
        for (int hour = 0; hour < wh.length; hour++) {
            double value = table.value(column, day * TradingDay.HOURS + hour);
            if (Double.isNaN(value)) {
                return new long[TradingDay.HOURS];
            }
            wh[hour] = Math.round(value * scale);
        }
        return wh;
    }
}
