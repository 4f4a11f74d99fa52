package io.gridclear.ops.cli;

import io.gridclear.meter.emulator.MeterHabits;
import picocli.CommandLine.Option;

/** How emulated meters tell what they measured. */
final class MeterHabitOptions {

    private static final int MS_PER_S = 1000;
    private static final int PPM_PER_PERCENT = 10_000;

    @Option(
            names = "--reading-seconds",
            paramLabel = "S",
            description = "Length of the interval of a reading; divides the period (default: the period).")
    private int readingSeconds;

    @Option(
            names = "--late-readings",
            paramLabel = "PERCENT",
            description = "Share of readings that come two periods late (default: ${DEFAULT-VALUE}).")
    private int latePercent;

    @Option(
            names = "--missing-readings",
            paramLabel = "PERCENT",
            description = "Share of readings that never come (default: ${DEFAULT-VALUE}).")
    private int missingPercent;

    @Option(
            names = "--corrected-readings",
            paramLabel = "PERCENT",
            description = "Share of readings that are estimates first and corrected a period later "
                    + "(default: ${DEFAULT-VALUE}).")
    private int correctedPercent;

    /**
     * The habits.
     *
     * @param periodMs length of a period, ms
     * @throws CommandFailure when the options do not fit each other
     */
    MeterHabits habits(long periodMs) {
        long readingMs = readingSeconds == 0 ? periodMs : (long) readingSeconds * MS_PER_S;
        if (readingMs < 0 || periodMs % readingMs != 0) {
            throw CommandFailure.usage("--reading-seconds must divide the period of " + periodMs / MS_PER_S + " s");
        }
        try {
            return new MeterHabits(
                    Math.toIntExact(periodMs / readingMs),
                    Math.multiplyExact(latePercent, PPM_PER_PERCENT),
                    Math.multiplyExact(missingPercent, PPM_PER_PERCENT),
                    Math.multiplyExact(correctedPercent, PPM_PER_PERCENT));
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
