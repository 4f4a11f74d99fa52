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
 * How many bids a second intake takes and how many reach their books, as a ratio to an application that hands the same
 * records on as bytes. All of them read the same topic on the same broker, one after the other and in turns. Each runs
 * through the topic twice in one process: once to get warm, once to be timed.
 */
@Command(
        name = "IntakeBenchmark",
        mixinStandardHelpOptions = true,
        description = "Intake and the way into the book as a ratio to a passthrough topology.")
final class IntakeBenchmark implements Callable<Integer> {

    private static final int AREAS = 24;

    @Option(names = "--bids", defaultValue = "400000", description = "Bids in the topic (default: ${DEFAULT-VALUE}).")
    private int bids;

    @Option(names = "--signed", description = "Every bid is signed and its signature is checked.")
    private boolean signed;

    @Option(
            names = "--workloads",
            split = ",",
            defaultValue = "PASSTHROUGH,INTAKE,MARKET",
            description = "What runs in turns (default: ${DEFAULT-VALUE}).")
    private List<Workload> workloads = List.of();

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the bids (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private final WorkloadTurns turns = new WorkloadTurns();

    public static void main(String[] args) {
        System.exit(new CommandLine(new IntakeBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        int periods = 10;
        Fleet fleet = new Fleet(seed, AREAS, bids / periods, signed);
        int sent = bids / periods * periods;
        try (BenchmarkCluster cluster = BenchmarkCluster.start()) {
            fill(cluster, fleet, periods);
            turns.run(cluster, workloads, Workload.PASSTHROUGH, "bids", workload -> sent, 1);
        }
        return 0;
    }

    private void fill(BenchmarkCluster cluster, Fleet fleet, int periodCount) {
        Duration period = Duration.ofMinutes(15);
        List<Instant> periods = new ArrayList<>();
        long first = Instant.now().plus(Duration.ofHours(6)).toEpochMilli() / period.toMillis() * period.toMillis();
        for (int i = 0; i < periodCount; i++) {
            periods.add(Instant.ofEpochMilli(first).plus(period.multipliedBy(i)));
        }
        try (TestProducer producer = new TestProducer(cluster.cluster())) {
            fleet.configure(producer, period, Duration.ofMinutes(30), Duration.ofMinutes(10));
            fleet.register(producer);
            fleet.bid(producer, periods);
        }
    }
}
