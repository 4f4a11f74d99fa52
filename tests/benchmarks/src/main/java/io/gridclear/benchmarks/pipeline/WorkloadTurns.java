package io.gridclear.benchmarks.pipeline;

import io.gridclear.benchmarks.pipeline.Progress.Throughput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Runs workloads over a topic that is full already, one after the other and in turns, each through the topic twice in one
 * process: once to get warm, once to be timed. Reports each as a ratio to a baseline of the same turn.
 */
final class WorkloadTurns {

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "Turns of every workload (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--threads", defaultValue = "1", description = "Stream threads (default: ${DEFAULT-VALUE}).")
    private int threads;

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

    /**
     * Runs all turns and prints what was measured.
     *
     * @param baseline the workload that the others are compared with
     * @param unit what the topic holds, for the report
     * @param outputs how many records a workload writes
     * @param inputs how many records the topic holds for each that a workload other than the baseline writes
     */
    void run(
            BenchmarkCluster cluster,
            List<Workload> workloads,
            Workload baseline,
            String unit,
            ToIntFunction<Workload> outputs,
            int inputs)
            throws IOException {
        Map<Workload, List<Throughput>> measured = new EnumMap<>(Workload.class);
        for (int round = 1; round <= rounds; round++) {
            for (Workload workload : workloads) {
                Throughput written = measure(cluster, workload, round, outputs.applyAsInt(workload));
                Throughput throughput = workload == baseline ? written : written.times(inputs);
                measured.computeIfAbsent(workload, w -> new ArrayList<>()).add(throughput);
                System.out.printf(
                        "%-20s %d  %,9.0f %s/s  %6.2f us of processor time each%n",
                        workload, round, throughput.perSecond(), unit, throughput.processorMicrosEach());
            }
        }
        measured.forEach((workload, throughputs) -> report(workload, throughputs, measured.get(baseline), unit));
    }

    private Throughput measure(BenchmarkCluster cluster, Workload workload, int round, int sent) throws IOException {
        Path stateDir = Files.createTempDirectory("gridclear-benchmark-");
        Map<String, String> all = new HashMap<>(Map.of("threads", Integer.toString(threads)));
        all.putAll(settings);
        try (Admin admin = cluster.admin();
                ApplicationProcess application =
                        ApplicationProcess.start(workload, cluster.settings(stateDir, all), jvmOptions)) {
            Progress progress = new Progress(admin, workload.outputTopic(), cluster.partitions());
            String name = workload.name().toLowerCase(Locale.ROOT) + "-" + round;
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
            Workload workload, List<Throughput> throughputs, @Nullable List<Throughput> base, String unit) {
        System.out.printf(
                "%-20s median %,9.0f %s/s  %6.2f us each",
                workload,
                median(throughputs.stream().map(Throughput::perSecond).toList()),
                unit,
                median(throughputs.stream().map(Throughput::processorMicrosEach).toList()));
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
