package io.gridclear.benchmarks.pipeline;

import io.gridclear.tests.support.TestProducer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How many readings a second become the energies of periods, as a ratio to an application that hands the same readings on
 * as bytes.
 */
@Command(
        name = "MeteringBenchmark",
        mixinStandardHelpOptions = true,
        description = "The way from readings to the energies of quarter-hours as a ratio to a passthrough topology.")
final class MeteringBenchmark implements Callable<Integer> {

    private static final int AREAS = 24;
    private static final int PERIODS = 10;
    private static final Duration PERIOD = Duration.ofMinutes(15);

    @Option(
            names = "--readings",
            defaultValue = "300000",
            description = "Readings in the topic (default: ${DEFAULT-VALUE}).")
    private int readings;

    @Option(
            names = "--per-period",
            defaultValue = "1",
            description = "Readings of a meter a quarter of an hour: 1, 3 or 15 (default: ${DEFAULT-VALUE}).")
    private int perPeriod;

    @Option(names = "--signed", description = "Every reading is signed and its signature is checked.")
    private boolean signed;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the readings (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private final WorkloadTurns turns = new WorkloadTurns();

    public static void main(String[] args) {
        System.exit(new CommandLine(new MeteringBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        int meters = readings / PERIODS / perPeriod;
        int energies = meters * PERIODS;
        int sent = energies * perPeriod;
        Fleet fleet = new Fleet(seed, AREAS, meters, signed);
        try (BenchmarkCluster cluster = BenchmarkCluster.start()) {
            fill(cluster, fleet);
            turns.run(
                    cluster,
                    List.of(Workload.PASSTHROUGH_READINGS, Workload.METERING),
                    Workload.PASSTHROUGH_READINGS,
                    "readings",
                    workload -> workload == Workload.METERING ? energies : sent,
                    perPeriod);
        }
        return 0;
    }

    private void fill(BenchmarkCluster cluster, Fleet fleet) {
        long yesterday = Instant.now().minus(Duration.ofDays(1)).toEpochMilli() / PERIOD.toMillis() * PERIOD.toMillis();
        List<Instant> periods = new ArrayList<>();
        for (int i = 0; i < PERIODS; i++) {
            periods.add(Instant.ofEpochMilli(yesterday).plus(PERIOD.multipliedBy(i)));
        }
        try (TestProducer producer = new TestProducer(cluster.cluster())) {
            fleet.configure(producer, PERIOD, Duration.ofMinutes(30), Duration.ofMinutes(10));
            fleet.register(producer);
            fleet.measure(producer, periods, PERIOD.dividedBy(perPeriod), perPeriod);
        }
    }
}
