package io.gridclear.benchmarks.delivery;

import io.gridclear.benchmarks.pipeline.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Settles a day again: its contracts are cleared and it was settled as metered; then every reading of the day is corrected, and
 * every period gets a CORRECTION. Through the pure kernel, then through the application's processors on RocksDB; both must
 * come to the same settlement roots. The baseline is the METERED run of the same day.
 */
@Command(
        name = "ResettlementBenchmark",
        mixinStandardHelpOptions = true,
        description = "Settles a day of quarter-hours again after all its readings were corrected.")
final class ResettlementBenchmark implements Callable<Integer> {

    @Option(names = "--meters", defaultValue = "10000", description = "Usage points (${DEFAULT-VALUE}).")
    private int meters;

    @Option(names = "--periods", defaultValue = "96", description = "Quarter-hours (${DEFAULT-VALUE}).")
    private int periods;

    @Option(
            names = "--warm-periods",
            defaultValue = "4",
            description = "Periods of another day to get warm with (${DEFAULT-VALUE}).")
    private int warmPeriods;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the day (${DEFAULT-VALUE}).")
    private long seed;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ResettlementBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        MeteredDay warm = new MeteredDay(meters, seed + 1);
        MeteredDay day = new MeteredDay(meters, seed);
        new KernelDay(warm, warmPeriods).run();
        KernelDay kernel = new KernelDay(day, periods);
        kernel.run();
        kernel.print();
        stored(warm, warmPeriods);
        StoredDay application = stored(day, periods);
        application.print();
        if (!application.correctionRoots().equals(kernel.correctionRoots())) {
            throw new IllegalStateException("kernel and application settled the day differently, seed " + seed);
        }
        System.out.printf("both came to the same %d settlement roots%n", periods);
        return 0;
    }

    private static StoredDay stored(MeteredDay day, int periods) throws IOException {
        Path directory = Files.createTempDirectory("gridclear-benchmark-day-");
        try (StoredDay application = new StoredDay(day, periods, directory)) {
            application.run();
            return application;
        } finally {
            Directories.delete(directory);
        }
    }
}
