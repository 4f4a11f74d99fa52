package io.gridclear.meter.emulator;

import io.gridclear.meter.client.ReadingDraft;
import io.gridclear.meter.seed.SeededDraws;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How meters tell what they measured: in how many intervals a period, and what share of them goes astray. A function of the
 * fleet's seed: the same meter loses the same reading in every run.
 *
 * @param intervalsPerPeriod readings a period, 1 to {@value #MOST_INTERVALS}; the energy of a period is spread unevenly over
 *     them, and adds up
 * @param latePpm share of readings that come {@value #LATE_PERIODS} periods late, parts per million
 * @param missingPpm share of readings that never come; registers of those around them still tell the difference
 * @param correctedPpm share of readings that come as an estimate first, and a period later as a correction
 */
public record MeterHabits(int intervalsPerPeriod, int latePpm, int missingPpm, int correctedPpm) {
    /** One reading a period, all in time. */
    public static final MeterHabits DEFAULT = new MeterHabits(1, 0, 0, 0);

    /** An hour of seconds. */
    public static final int MOST_INTERVALS = 3_600;

    /** How late the late ones are, in periods. */
    public static final int LATE_PERIODS = 2;

    private static final int ALL_PPM = 1_000_000;

    /** An estimate is below what was measured by this share. */
    private static final int ESTIMATE_OF_FIVE = 4;

    /** @throws IllegalArgumentException if a number is out of its range, or the shares are more than all */
    public MeterHabits {
        if (intervalsPerPeriod < 1 || intervalsPerPeriod > MOST_INTERVALS) {
            throw new IllegalArgumentException(
                    "intervals per period must be 1 to " + MOST_INTERVALS + ", was " + intervalsPerPeriod);
        }
        boolean negative = latePpm < 0 || missingPpm < 0 || correctedPpm < 0;
        if (negative || (long) latePpm + missingPpm + correctedPpm > ALL_PPM) {
            throw new IllegalArgumentException("shares of late, missing and corrected readings must be 0 to " + ALL_PPM
                    + " ppm together, were " + latePpm + ", " + missingPpm + ", " + correctedPpm);
        }
    }

    /**
     * A reading to be sent.
     *
     * @param draft what it says
     * @param delayMs how long after a reading in time it is sent, ms
     */
    record Report(ReadingDraft draft, long delayMs) {}

    /**
     * What a meter sends of a period, in the order of its intervals.
     *
     * @param seed the fleet's
     * @param startMs start of the period, epoch ms
     * @param endMs its end
     */
    List<Report> reports(long seed, PlannedReading reading, long startMs, long endMs) {
        long lengthMs = endMs - startMs;
        long[] upTo = unevenly(SeededDraws.of(seed, "meter-shape", reading.point(), reading.period()));
        SeededDraws fates = SeededDraws.of(seed, "meter-fate", reading.point(), reading.period());
        List<Report> reports = new ArrayList<>();
        for (int i = 0; i < intervalsPerPeriod; i++) {
            long importBefore = part(reading.importWh(), upTo, i);
            long exportBefore = part(reading.exportWh(), upTo, i);
            long importAfter = part(reading.importWh(), upTo, i + 1);
            long exportAfter = part(reading.exportWh(), upTo, i + 1);
            ReadingDraft measured = ReadingDraft.measured(
                            Instant.ofEpochMilli(startMs + lengthMs * i / intervalsPerPeriod),
                            Instant.ofEpochMilli(startMs + lengthMs * (i + 1) / intervalsPerPeriod),
                            importAfter - importBefore,
                            exportAfter - exportBefore)
                    .withRegisters(
                            reading.importRegisterWh() - reading.importWh() + importAfter,
                            reading.exportRegisterWh() - reading.exportWh() + exportAfter);
            addByFate(
                    reports, reading.estimated() ? measured.estimated() : measured, fates.nextBelow(ALL_PPM), lengthMs);
        }
        return reports;
    }

    private void addByFate(List<Report> reports, ReadingDraft measured, long fate, long periodMs) {
        if (fate < missingPpm) {
            return;
        }
        if (fate < missingPpm + latePpm) {
            reports.add(new Report(measured, LATE_PERIODS * periodMs));
        } else if (fate < missingPpm + latePpm + correctedPpm) {
            ReadingDraft estimate = new ReadingDraft(
                            measured.intervalStart(),
                            measured.intervalEnd(),
                            measured.importWh() * ESTIMATE_OF_FIVE / 5,
                            measured.exportWh() * ESTIMATE_OF_FIVE / 5,
                            measured.importRegisterWh(),
                            measured.exportRegisterWh(),
                            measured.quality(),
                            measured.revision(),
                            measured.createdAt())
                    .estimated();
            reports.add(new Report(estimate, 0));
            reports.add(new Report(
                    estimate.corrected(
                            measured.importWh(),
                            measured.exportWh(),
                            measured.intervalEnd().plusMillis(periodMs)),
                    periodMs));
        } else {
            reports.add(new Report(measured, 0));
        }
    }

    /** Sums of uneven weights, one an interval, from 0. */
    private long[] unevenly(SeededDraws draws) {
        long[] upTo = new long[intervalsPerPeriod + 1];
        for (int i = 0; i < intervalsPerPeriod; i++) {
            upTo[i + 1] = upTo[i] + 500 + draws.nextBelow(1_001);
        }
        return upTo;
    }

    /** What of a period's energy, Wh, falls into its first intervals. */
    private static long part(long wh, long[] upTo, int intervals) {
        return wh * upTo[intervals] / upTo[upTo.length - 1];
    }
}
