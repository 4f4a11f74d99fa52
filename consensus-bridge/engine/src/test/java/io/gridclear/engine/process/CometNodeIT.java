package io.gridclear.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.engine.testnet.KeyValueApplication;
import io.gridclear.engine.testnet.MapStore;
import io.gridclear.engine.testnet.NodeProcess;
import io.gridclear.ledger.application.ReplicatedApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Supervision, with scripts in the engine's place; with the real engine see {@link CometNetworkIT}. */
@Timeout(60)
class CometNodeIT {
    /** Says that it runs, and runs until it is told to end. */
    private static final String RUNS = "echo run >>$home/runs; while :; do sleep 0.05; done";

    @TempDir
    Path root;

    private CometHome home;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @BeforeEach
    void configure() throws IOException {
        home = new CometHome(root.resolve("home"));
        home.makeKeys();
        NodeAddresses addresses = NodeAddresses.loopback(26_656, 26_657);
        List<NetworkMember> members = List.of(home.member("one", addresses.advertised()));
        home.configure(
                "one", new EngineGenesis("chain", 1, members, new byte[0]), addresses, CometSettings.NEAR, members);
    }

    @Test
    void startsOnceAndStops() throws Exception {
        ProcessHandle engine;
        try (CometNode node = start(engine(RUNS))) {
            awaitRuns(1);
            engine = ProcessHandle.of(node.enginePid().orElseThrow()).orElseThrow();
            assertThat(home.file("abci.sock")).exists();
            assertThat(node.hasEnded()).isFalse();
        }
        // the operating system takes a moment to forget a process that has ended
        assertThat(engine.onExit()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(opened).hasValue(1);
        assertThat(closed).hasValue(1);
        assertThat(home.file("abci.sock")).doesNotExist();
        assertThat(home.file("engine.pid")).doesNotExist();
    }

    @Test
    void anEngineThatDiesIsStartedAgainWithAFreshApplication() throws Exception {
        try (CometNode node = start(engine(RUNS))) {
            awaitRuns(1);
            ProcessHandle.of(node.enginePid().orElseThrow()).orElseThrow().destroyForcibly();
            awaitRuns(2);
            assertThat(node.starts()).isEqualTo(2);
            assertThat(opened).hasValue(2);
            assertThat(closed).hasValue(1);
        }
        assertThat(closed).hasValue(2);
    }

    @ParameterizedTest(name = "killed: {0}")
    @ValueSource(booleans = {true, false})
    void anEngineThatIsKilledEndsInNoOrderAndIsNotStartedAgain(boolean killed) throws Exception {
        CometBinary binary = engine("trap 'touch $home/orderly; exit' TERM; " + RUNS);
        try (CometNode node = start(binary)) {
            awaitRuns(1);
            ProcessHandle engine =
                    ProcessHandle.of(node.enginePid().orElseThrow()).orElseThrow();
            if (killed) {
                node.kill();
            }
            node.close();
            assertThat(node.starts()).isEqualTo(1);
            assertThat(NodeProcess.isRunning(engine)).isFalse();
        }
        assertThat(Files.exists(home.file("orderly")))
                .as("the engine had time for its last words")
                .isEqualTo(!killed);
        assertThat(closed).hasValue(1);
    }

    @Test
    void anEngineThatCannotRunIsTriedWithPauses() throws Exception {
        try (CometNode node = start(engine("echo run >>$home/runs; exit 1"))) {
            long began = System.nanoTime();
            awaitRuns(3);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(1_000));
            assertThat(node.hasEnded()).isFalse();
        }
    }

    @Test
    void aStateThatCannotBeOpenedNowIsTriedAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Replica.Source source = () -> {
            if (tries.incrementAndGet() < 3) {
                throw new IOException("in use");
            }
            return replica();
        };
        try (CometNode node = CometNode.start(engine(RUNS), home, source, happened -> {})) {
            awaitRuns(1);
            assertThat(tries).hasValue(3);
            assertThat(node.starts()).isEqualTo(1);
        }
    }

    @Test
    void aStateThatIsBrokenEndsTheNode() throws Exception {
        IllegalStateException broken = new IllegalStateException("two hashes of one height");
        Replica.Source source = () -> {
            throw broken;
        };
        try (CometNode node = CometNode.start(engine(RUNS), home, source, happened -> {})) {
            assertThat(node.awaitEnd(Duration.ofSeconds(30))).containsSame(broken);
            assertThat(node.hasEnded()).isTrue();
        }
        assertThat(home.file("runs")).doesNotExist();
    }

    @Test
    void oneNodeAHome() throws Exception {
        try (CometNode node = start(engine(RUNS))) {
            awaitRuns(1);
            assertThatThrownBy(() -> start(engine(RUNS)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("already");
            assertThat(node.hasEnded()).isFalse();
        }
        try (CometNode again = start(engine(RUNS))) {
            awaitRuns(2);
            assertThat(again.hasEnded()).isFalse();
        }
    }

    @Test
    void anOrphanInTheSameHomeIsEndedAndNobodyElse() throws Exception {
        CometBinary binary = engine(RUNS);
        Process orphan = new ProcessBuilder(
                        binary.path().toString(),
                        "start",
                        "--home",
                        home.directory().toString())
                .start();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            awaitRuns(1);
            Files.writeString(home.file("engine.pid"), orphan.pid() + "\n");
            try (CometNode node = start(binary)) {
                awaitRuns(2);
                assertThat(orphan.isAlive()).isFalse();
                assertThat(node.starts()).isEqualTo(1);
            }
            Files.writeString(home.file("engine.pid"), stranger.pid() + "\n");
            try (CometNode node = start(binary)) {
                awaitRuns(3);
                assertThat(node.starts()).isEqualTo(1);
                assertThat(stranger.isAlive())
                        .as("a number that belongs to somebody else by now")
                        .isTrue();
            }
            Files.writeString(home.file("engine.pid"), "half a numb");
            try (CometNode node = start(binary)) {
                awaitRuns(4);
                assertThat(node.starts()).isEqualTo(1);
            }
        } finally {
            orphan.destroyForcibly();
            stranger.destroyForcibly();
        }
    }

    @Test
    void aHomeWithALongPathIsServedOnLoopback() throws Exception {
        CometHome deep = new CometHome(root.resolve("x".repeat(60)).resolve("y".repeat(60)));
        deep.makeKeys();
        NodeAddresses addresses = NodeAddresses.loopback(26_656, 26_657);
        List<NetworkMember> members = List.of(deep.member("one", addresses.advertised()));
        deep.configure(
                "one", new EngineGenesis("chain", 1, members, new byte[0]), addresses, CometSettings.NEAR, members);
        try (CometNode node =
                CometNode.start(engine("echo $5 >$home/uri; sleep 60"), deep, this::replica, happened -> {})) {
            Awaitility.await().until(() -> Files.exists(deep.file("uri")) && Files.size(deep.file("uri")) > 0);
            assertThat(deep.file("uri")).content().startsWith("tcp://127.0.0.1:");
            assertThat(node.starts()).isEqualTo(1);
        }
    }

    @Test
    void aHomeThatIsNotConfiguredIsRefused() {
        CometHome empty = new CometHome(root.resolve("empty"));
        assertThatThrownBy(() -> CometNode.start(engine(RUNS), empty, this::replica, happened -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no configured node");
    }

    private CometBinary engine(String script) throws IOException {
        return FakeEngine.write(root.resolve("bin/cometbft"), script);
    }

    private CometNode start(CometBinary binary) throws IOException {
        return CometNode.start(binary, home, this::replica, happened -> {});
    }

    private Replica replica() {
        opened.incrementAndGet();
        ReplicatedApplication application = new KeyValueApplication(new MapStore());
        return new Replica() {
            @Override
            public ReplicatedApplication application() {
                return application;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private void awaitRuns(int count) {
        Awaitility.await(count + " runs")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(home.file("runs"))
                        && Files.readAllLines(home.file("runs")).size() >= count);
    }
}
