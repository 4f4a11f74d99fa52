package io.gridclear.meter.profile;

import java.util.List;

/**
 * Where a fleet's energy comes from: formulas or recorded series. A profile is a pure function of
 * its own settings and the seat; thread-safe.
 */
public sealed interface EnergyProfiles permits ModelledProfiles, RecordedProfiles {
    /** Steps of a day: the season that forecasts work with. */
    int stepsPerDay();

    /** Steps before the first planned one: what forecasts may learn from. A fixed number for a profile. */
    int historySteps();

    /** Steps that can be planned. */
    int plannedSteps();

    /** Energy of the point: {@code historySteps() + plannedSteps()} steps. */
    PointEnergy energyOf(PointSeat seat);

    /** What a person should know about the data, such as gaps that were filled; empty if nothing. */
    List<String> notes();
}
