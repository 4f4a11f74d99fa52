package io.gridclear.benchmarks.consensus;

import io.gridclear.benchmarks.pipeline.Directories;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.CometSettings;
import io.gridclear.engine.process.EngineAbsentException;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.QueryPath;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many clearings a second become FINAL, and how long one takes from its hand-in, beside the engine's own key-value store
 * on as many nodes in the same run. Every validator is a process with an engine beside it; the embedded log is in this one.
 */
@Command(
        name = "FinalityBenchmark",
        mixinStandardHelpOptions = true,
        description = "Clearings from hand-in to FINAL, as a ratio to the engine's own key-value store.")
final class FinalityBenchmark implements Callable<Integer> {

    /** What is put under load. */
    enum Network {
        /** The baseline: the engine with its own key-value store inside. */
        KVSTORE,
        /** The ledger on the engine. */
        COMETBFT,
        /** The ledger on the embedded log. */
        EMBEDDED
    }

    private static final Duration SETTLE = Duration.ofSeconds(2);

    /** Clearings that wait while a network gets warm. */
    private static final int WARM_WAITING = 200;

    /** The period before which a validator is killed: one is under way. */
    private static final int KILLED_BEFORE = 1;

    @Option(
            names = "--networks",
            split = ",",
            defaultValue = "KVSTORE,COMETBFT,EMBEDDED",
            description = "What runs, in this order (default: ${DEFAULT-VALUE}).")
    private List<Network> networks = List.of();

    @Option(
            names = "--validators",
            defaultValue = "4",
            description = "Validators, each an agent (default: ${DEFAULT-VALUE}).")
    private int validators;

    @Option(
            names = "--areas",
            split = ",",
            defaultValue = "1,10,100",
            description = "Areas of a period (default: ${DEFAULT-VALUE}).")
    private List<Integer> areas = List.of();

    @Option(
            names = "--waiting",
            split = ",",
            defaultValue = "1,3000",
            description = "Clearings that wait at a time while throughput is measured (default: ${DEFAULT-VALUE}).")
    private List<Integer> waiting = List.of();

    @Option(
            names = "--senders",
            defaultValue = "100",
            description = "Calls at a time that hand something in (default: ${DEFAULT-VALUE}).")
    private int senders;

    @Option(
            names = "--together",
            defaultValue = "256",
            description =
                    "Most clearings in a transaction (default: ${DEFAULT-VALUE}, as a bridge's); 1: each by itself.")
    private int together;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "How long each load lasts (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-seconds",
            defaultValue = "20",
            description = "How long a network gets warm (default: ${DEFAULT-VALUE}).")
    private int warmSeconds;

    @Option(
            names = "--killed-seconds",
            defaultValue = "60",
            description = "How long the load with one validator killed lasts; 0 for none (default: ${DEFAULT-VALUE}).")
    private int killedSeconds;

    @Option(
            names = "--killed-areas",
            defaultValue = "10",
            description = "Areas of a period under that load (default: ${DEFAULT-VALUE}).")
    private int killedAreas;

    @Option(
            names = "--period-ms",
            defaultValue = "1000",
            description = "From one period to the next (default: ${DEFAULT-VALUE}).")
    private int periodMs;

    @Option(
            names = "--agent-pause-ms",
            defaultValue = "100",
            description =
                    "An agent's pause between two looks at the ledger (default: ${DEFAULT-VALUE}, as the real one's).")
    private int agentPauseMs;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            description = "Options of each validator's JVM, in one word (default: ${DEFAULT-VALUE}).")
    private List<String> jvmOptions = List.of();

    /** What the baseline came to. */
    private @Nullable Measured mostEntries;

    private @Nullable Measured oneEntry;
    private @Nullable Measured pacedEntry;

    public static void main(String[] args) {
        System.exit(new CommandLine(new FinalityBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, EngineAbsentException, ChainUnavailableException {
        for (Network network : networks) {
            Path root = Files.createTempDirectory("gridclear-benchmark-");
            try {
                measure(network, root);
            } finally {
                Directories.delete(root);
            }
        }
        return 0;
    }

    private void measure(Network network, Path root)
            throws IOException, EngineAbsentException, ChainUnavailableException {
        System.out.printf(
                Locale.ROOT,
                "%s, %d validators; load of the machine %.1f%n",
                network,
                validators,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Participants participants = Participants.of(validators);
        switch (network) {
            case KVSTORE -> {
                try (CometCluster cluster = started(root, CometCluster.Application.KVSTORE, participants);
                        Load load = new Load(new KeyValueSubject(cluster.operator(), cluster.rpc(0)), senders)) {
                    baseline(load);
                    System.out.println("processors: " + cluster.processorTime());
                }
            }
            case COMETBFT -> {
                try (CometCluster cluster = started(root, CometCluster.Application.LEDGER, participants)) {
                    ledger(cluster, participants);
                }
            }
            case EMBEDDED -> {
                try (EmbeddedNetwork embedded = new EmbeddedNetwork(root, participants)) {
                    ledger(embedded, participants);
                }
            }
        }
    }

    private CometCluster started(Path root, CometCluster.Application application, Participants participants)
            throws IOException, EngineAbsentException {
        CometCluster cluster = new CometCluster(CometBinary.find(System.getenv()), root, application, participants);
        try {
            cluster.start(CometSettings.NEAR, jvmOptions);
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void baseline(Load load) {
        load.closed(WARM_WAITING, Duration.ZERO, Duration.ofSeconds(warmSeconds));
        for (int most : waiting) {
            Measured measured = load.closed(most, SETTLE, Duration.ofSeconds(seconds));
            System.out.println(measured.row(most + " transactions waiting"));
            oneEntry = most == 1 ? measured : oneEntry;
            mostEntries = measured;
        }
        pacedEntry = load.paced(1, Duration.ofMillis(periodMs), periods(seconds), period -> {});
        System.out.println(pacedEntry.row("1 transaction a period"));
    }

    private void ledger(LedgerNetwork network, Participants participants) throws ChainUnavailableException {
        List<AttestingAgent> agents = IntStream.range(0, validators)
                .mapToObj(i -> AttestingAgent.start(
                        network.agent(i), participants.agents().get(i), agentPauseMs))
                .toList();
        LedgerSubject subject = new LedgerSubject(network.operator(), participants.operator(), together);
        try (Load load = new Load(subject, senders)) {
            load.closed(WARM_WAITING, Duration.ZERO, Duration.ofSeconds(warmSeconds));
            for (int most : waiting) {
                throughput(load, subject, most, agents, network);
            }
            for (int count : areas) {
                Measured measured = load.paced(count, Duration.ofMillis(periodMs), periods(seconds), period -> {});
                System.out.println(measured.row(count + " areas a period") + latencyRatio(measured));
            }
            requireNobodyBanned(network);
            if (killedSeconds > 0) {
                int last = validators - 1;
                Measured measured =
                        load.paced(killedAreas, Duration.ofMillis(periodMs), periods(killedSeconds), period -> {
                            if (period == KILLED_BEFORE) {
                                network.kill(last);
                                agents.get(last).close();
                            }
                        });
                System.out.println(measured.row(killedAreas + " areas a period, one validator killed"));
            }
            System.out.printf(
                    Locale.ROOT,
                    "processors: %s; turns of agents that got no answer: %d%n",
                    network.processorTime(),
                    agents.stream().mapToLong(AttestingAgent::unanswered).sum());
        } finally {
            agents.forEach(AttestingAgent::close);
        }
    }

    private void throughput(
            Load load, LedgerSubject subject, int most, List<AttestingAgent> agents, LedgerNetwork network) {
        ProcessorTime timeBefore = network.processorTime();
        long transactionsBefore = subject.transactions() + attesting(agents);
        long doneBefore = load.done();
        Measured measured = load.closed(most, SETTLE, Duration.ofSeconds(seconds));
        long done = load.done() - doneBefore;
        double transactionsEach = (double) (subject.transactions() + attesting(agents) - transactionsBefore) / done;
        System.out.print(measured.row(most + " clearings waiting"));
        System.out.printf(Locale.ROOT, "   %,.0f transactions/s", measured.perSecond() * transactionsEach);
        Measured base = mostEntries;
        System.out.println(
                base == null || most == 1
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", clearings %.2f of kvstore's transactions",
                                measured.perSecond() / base.perSecond()));
        System.out.println(
                "   processors: " + network.processorTime().minus(timeBefore).each(done));
    }

    /** An agent that was too slow for the ledger would be missed as a dead one is. */
    private static void requireNobodyBanned(LedgerNetwork network) throws ChainUnavailableException {
        CommitteeView committee = CommitteeView.of(
                network.operator().query(QueryPath.COMMITTEE, new byte[0]).value());
        if (!committee.banned().isEmpty()) {
            throw new IllegalStateException("the ledger has banned honest agents: " + committee.banned());
        }
    }

    private String latencyRatio(Measured measured) {
        Measured one = oneEntry;
        Measured paced = pacedEntry;
        return one == null || paced == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "   p50 is %.1f of kvstore's commits one by one, %.1f of one a period",
                        (double) measured.p50() / one.p50(),
                        (double) measured.p50() / paced.p50());
    }

    private static long attesting(List<AttestingAgent> agents) {
        return agents.stream().mapToLong(AttestingAgent::transactions).sum();
    }

    private int periods(int forSeconds) {
        return (int) (Duration.ofSeconds(forSeconds).toMillis() / periodMs);
    }
}
