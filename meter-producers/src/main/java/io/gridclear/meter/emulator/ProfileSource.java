package io.gridclear.meter.emulator;

import io.gridclear.meter.profile.EnergyProfiles;
import io.gridclear.meter.profile.ModelledProfiles;
import io.gridclear.meter.profile.ProfileCalendar;
import io.gridclear.meter.profile.RecordedProfiles;
import io.gridclear.meter.profile.SeriesFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;

/** Where a fleet's energy comes from. Period 0 of the plan is the source's first step. */
public sealed interface ProfileSource {
    /** Formulas from the start of a summer day's daylight on, a step being an hour. */
    ProfileSource DEFAULT = new Modelled(ModelledProfiles.DEFAULT_FIRST_DAY, 60, 6);

    /** Opens the source for a plan. */
    EnergyProfiles open(long seed, int areas, int periods);

    /**
     * The documented formulas.
     *
     * @param firstDay day of period 0
     * @param stepMinutes profile minutes of one period, whatever time the period takes in the run
     * @param startHour hour of the first day at which period 0 starts, 0 to 23
     */
    record Modelled(LocalDate firstDay, int stepMinutes, int startHour) implements ProfileSource {
        @Override
        public EnergyProfiles open(long seed, int areas, int periods) {
            return new ModelledProfiles(seed, new ProfileCalendar(firstDay, stepMinutes), startHour, periods, areas);
        }
    }

    /**
     * Recorded hourly series.
     *
     * @param loads file of loads, kWh per hour
     * @param pv file of plants, kWh per hour and kW: what they make
     * @param pvForecast file of what the same plants are expected to make, which is bid; empty = the fleet forecasts by itself
     * @param day day of the files on which period 0 lies, from 1
     * @param startHour hour of that day at which period 0 starts, 0 to 23
     */
    record Recorded(Path loads, Path pv, Optional<Path> pvForecast, int day, int startHour) implements ProfileSource {
        /** @throws io.gridclear.meter.profile.SeriesFileException if a file cannot be used for this plan */
        @Override
        public EnergyProfiles open(long seed, int areas, int periods) {
            return new RecordedProfiles(
                    seed,
                    SeriesFile.read(loads),
                    SeriesFile.read(pv),
                    pvForecast.map(SeriesFile::read).orElse(null),
                    day,
                    startHour,
                    periods);
        }
    }
}
