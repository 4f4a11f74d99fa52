package io.gridclear.benchmarks.pipeline;

import io.gridclear.benchmarks.pipeline.Progress.Throughput;
import io.gridclear.tests.support.TestProducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Turns of every workload (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--threads", defaultValue = "1", description = "Stream threads (default: ${DEFAULT-VALUE}).")
    private int threads;

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

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx1g",
            description = "Options of the application's JVM, in one word (default: ${DEFAULT-VALUE}).")
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--setting",
            description = "A setting of the application, key=value; for a client's, kafka.key=value. May be repeated.")
    private Map<String, String> settings = new HashMap<>();

    public static void main(String[] args) {
        System.exit(new CommandLine(new IntakeBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        int periods = 10;
        Fleet fleet = new Fleet(seed, AREAS, bids / periods, signed);
        int sent = bids / periods * periods;
        Map<Workload, List<Throughput>> measured = new EnumMap<>(Workload.class);
        try (BenchmarkCluster cluster = BenchmarkCluster.start()) {
            fill(cluster, fleet, periods);
            for (int round = 1; round <= rounds; round++) {
                for (Workload workload : workloads) {
                    Throughput throughput = measure(cluster, workload, round, sent);
                    measured.computeIfAbsent(workload, w -> new ArrayList<>()).add(throughput);
                    System.out.printf(
                            "%-11s %d  %,9.0f bids/s  %6.2f us of processor time each%n",
                            workload, round, throughput.perSecond(), throughput.processorMicrosEach());
                }
            }
        }
        measured.forEach((workload, throughputs) -> report(workload, throughputs, measured));
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

    private Throughput measure(BenchmarkCluster cluster, Workload workload, int round, int sent) throws IOException {
        Path stateDir = Files.createTempDirectory("gridclear-benchmark-");
        Map<String, String> all = new HashMap<>(Map.of("threads", Integer.toString(threads)));
        all.putAll(settings);
        try (Admin admin = cluster.admin();
                ApplicationProcess application =
                        ApplicationProcess.start(workload, cluster.settings(stateDir, all), jvmOptions)) {
            Progress progress = new Progress(admin, workload.outputTopic(), cluster.partitions());
            String name = workload.name().toLowerCase(java.util.Locale.ROOT) + "-" + round;
            Throughput last = null;
            for (String pass : List.of("warm", "timed")) {
                long before = progress.committed();
                application.run(name + "-" + pass);
                last = progress.await(before, sent, application);
            }
            if (last == null) {
                throw new IllegalStateException("nothing was timed");
            }
            return last;
        } finally {
            Directories.delete(stateDir);
        }
    }

    private static void report(
            Workload workload, List<Throughput> throughputs, Map<Workload, List<Throughput>> measured) {
        System.out.printf(
                "%-11s median %,9.0f bids/s  %6.2f us each",
                workload,
                median(throughputs.stream().map(Throughput::perSecond).toList()),
                median(throughputs.stream().map(Throughput::processorMicrosEach).toList()));
        List<Throughput> base = measured.get(Workload.PASSTHROUGH);
        if (base != null) {
            List<Double> byTime = new ArrayList<>();
            List<Double> byProcessor = new ArrayList<>();
            for (int i = 0; i < throughputs.size(); i++) {
                byTime.add(throughputs.get(i).perSecond() / base.get(i).perSecond());
                byProcessor.add(
                        base.get(i).processorMicrosEach() / throughputs.get(i).processorMicrosEach());
            }
            System.out.printf("  ratio %.2f by time, %.2f by processor time", median(byTime), median(byProcessor));
        }
        System.out.println();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
