package io.gridclear.meter.emulator;

/**
 * What a meter will measure in one period.
 *
 * @param point index of the usage point
 * @param period index of the period
 * @param importWh energy taken from the feeder, Wh
 * @param exportWh energy given to the feeder, Wh; one of the two is 0
 * @param importRegisterWh cumulative import since the plan's start, at the period's end, Wh
 * @param exportRegisterWh cumulative export since the plan's start, at the period's end, Wh
 * @param estimated whether the value stands in for a gap of the recording
 */
public record PlannedReading(
        int point,
        int period,
        long importWh,
        long exportWh,
        long importRegisterWh,
        long exportRegisterWh,
        boolean estimated) {}
