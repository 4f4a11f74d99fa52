package io.gridclear.benchmarks.consensus;

import io.gridclear.benchmarks.pipeline.Directories;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.CometSettings;
import io.gridclear.engine.process.EngineAbsentException;
import io.gridclear.engine.store.RocksDbStore;
import io.gridclear.ledger.transaction.TransactionCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a validator's disk takes: its state in RocksDB, and the blocks of the embedded log or of the engine. Periods follow
 * each other as soon as the one before is FINAL; what blocks without a transaction take in between, of which a real quarter
 * of an hour has many, is measured by itself.
 */
@Command(
        name = "GrowthBenchmark",
        mixinStandardHelpOptions = true,
        description = "Bytes on a validator's disk for every 1,000 periods.")
final class GrowthBenchmark implements Callable<Integer> {

    /** Blocks as quickly as they can be made, so that the run is short; their bytes are the same. */
    private static final CometSettings QUICK = new CometSettings(60_000, 500, 200, 100, 1);

    /** The same with a block at least ten times a second. */
    private static final CometSettings IDLE = new CometSettings(20, 500, 200, 100, 1);

    private static final long AGENT_PAUSE_MS = 20;
    private static final long POLL_MS = 2;
    private static final int SENDERS = 4;
    private static final int VALIDATORS = 4;
    private static final long PER = 1_000;

    @Option(names = "--periods", defaultValue = "1000", description = "Periods (default: ${DEFAULT-VALUE}).")
    private int periods;

    @Option(names = "--areas", defaultValue = "4", description = "Areas of a period (default: ${DEFAULT-VALUE}).")
    private int areas;

    @Option(
            names = "--idle-seconds",
            defaultValue = "20",
            description = "How long blocks without transactions are made (default: ${DEFAULT-VALUE}).")
    private int idleSeconds;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            description = "Options of each validator's JVM, in one word (default: ${DEFAULT-VALUE}).")
    private List<String> jvmOptions = List.of();

    public static void main(String[] args) {
        System.exit(new CommandLine(new GrowthBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, EngineAbsentException, ChainUnavailableException {
        Path root = Files.createTempDirectory("gridclear-benchmark-");
        try {
            embedded(root.resolve("embedded"));
            engine(root.resolve("engine"));
        } finally {
            Directories.delete(root);
        }
        return 0;
    }

    private void embedded(Path root) throws IOException, ChainUnavailableException {
        Participants participants = Participants.of(VALIDATORS);
        try (EmbeddedNetwork network = new EmbeddedNetwork(root, participants)) {
            run(network, participants, List.of(root.resolve("replica0"), root.resolve("blocks")));
        }
        logical(root.resolve("replica0"));
    }

    private void engine(Path root) throws IOException, EngineAbsentException, ChainUnavailableException {
        Participants participants = Participants.of(VALIDATORS);
        try (CometCluster cluster = new CometCluster(
                CometBinary.find(System.getenv()), root, CometCluster.Application.LEDGER, participants)) {
            Path state = cluster.home(0).resolve("state");
            Path data = cluster.home(0).resolve("data");
            cluster.start(QUICK, jvmOptions);
            run(cluster, participants, List.of(state, data));
            cluster.stop();
            logical(state);
            cluster.start(IDLE, jvmOptions);
            long heightBefore = cluster.operator().height();
            long stateBefore = bytes(state);
            long dataBefore = bytes(data);
            Pause.ms(Duration.ofSeconds(idleSeconds).toMillis());
            long blocks = cluster.operator().height() - heightBefore;
            System.out.printf(
                    Locale.ROOT,
                    "CometBFT, a block without transactions, of %,d: state %,d bytes, data %,d bytes%n",
                    blocks,
                    (bytes(state) - stateBefore) / blocks,
                    (bytes(data) - dataBefore) / blocks);
        }
    }

    /** Lets periods go by, and says what directories grew by. */
    private void run(LedgerNetwork network, Participants participants, List<Path> directories)
            throws IOException, ChainUnavailableException {
        List<AttestingAgent> agents = IntStream.range(0, VALIDATORS)
                .mapToObj(i -> AttestingAgent.start(
                        network.agent(i), participants.agents().get(i), AGENT_PAUSE_MS))
                .toList();
        try (Load load = new Load(
                new LedgerSubject(network.operator(), participants.operator(), TransactionCodec.MOST_CLAIMS),
                SENDERS)) {
            load.paced(areas, Duration.ofMillis(POLL_MS), 1, period -> {}); // all files are there
            long heightBefore = network.operator().height();
            List<Long> before = bytes(directories);
            for (int period = 0; period < periods; period++) {
                load.paced(areas, Duration.ofMillis(POLL_MS), 1, number -> {});
            }
            long blocks = network.operator().height() - heightBefore;
            System.out.printf(Locale.ROOT, "%,d periods of %d areas in %,d blocks%n", periods, areas, blocks);
            List<Long> after = bytes(directories);
            for (int i = 0; i < directories.size(); i++) {
                System.out.printf(
                        Locale.ROOT,
                        "  %-10s %,12d bytes for 1,000 periods%n",
                        directories.get(i).getFileName(),
                        (after.get(i) - before.get(i)) * PER / periods);
            }
        } finally {
            agents.forEach(AttestingAgent::close);
        }
    }

    /** What is in a state, without what RocksDB needs around it. */
    private static void logical(Path state) {
        AtomicLong entries = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        try (RocksDbStore store = RocksDbStore.open(state)) {
            store.scan(new byte[0], (key, value) -> {
                entries.incrementAndGet();
                bytes.addAndGet(key.length + value.length);
            });
        }
        System.out.printf(Locale.ROOT, "  the state holds %,d entries of %,d bytes%n", entries.get(), bytes.get());
    }

    private static List<Long> bytes(List<Path> directories) throws IOException {
        List<Long> all = new ArrayList<>();
        for (Path directory : directories) {
            all.add(bytes(directory));
        }
        return all;
    }

    /** Bytes of all files; some go away while they are counted. */
    private static long bytes(Path directory) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    sum += Files.size(file);
                } catch (NoSuchFileException e) {
                    continue; // compacted meanwhile
                }
            }
        }
        return sum;
    }
}
