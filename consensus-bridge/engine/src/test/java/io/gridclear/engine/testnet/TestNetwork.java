package io.gridclear.engine.testnet;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.process.CometHome;
import io.gridclear.engine.process.CometSettings;
import io.gridclear.engine.process.Endpoint;
import io.gridclear.engine.process.EngineGenesis;
import io.gridclear.engine.process.NetworkMember;
import io.gridclear.engine.process.NodeAddresses;
import io.gridclear.engine.rpc.CometChain;
import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Nodes on loopback: {@code validators} of them found the chain, the rest only follow. */
public final class TestNetwork implements AutoCloseable {
    public static final String CHAIN = "test-chain";

    /** Two busy cores, seven nodes: longest seen 20 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration CALL = Duration.ofSeconds(3);

    private final List<CometHome> homes = new ArrayList<>();
    private final List<NodeAddresses> addresses = new ArrayList<>();
    private final TreeMap<Integer, NodeProcess> running = new TreeMap<>();
    private final List<CometChain> chains = new ArrayList<>();

    private final NodeMain.Application application;
    private final @Nullable PeerLines lines;

    /** A network that runs {@link KeyValueApplication}. */
    public TestNetwork(Path root, int validators, int followers) throws IOException {
        this(root, validators, followers, NodeMain.Application.KEY_VALUE, TestNetwork::keyValueGenesis);
    }

    /** A network of validators that runs {@link KeyValueApplication} and whose lines can be cut. */
    public static TestNetwork withLines(Path root, int validators) throws IOException {
        return withLines(root, validators, NodeMain.Application.KEY_VALUE, TestNetwork::keyValueGenesis);
    }

    /** A network of validators whose lines can be cut. */
    public static TestNetwork withLines(
            Path root, int validators, NodeMain.Application application, Function<List<NetworkMember>, byte[]> genesis)
            throws IOException {
        return new TestNetwork(root, validators, 0, application, genesis, true);
    }

    /**
     * A network.
     *
     * @param genesis the application's, made for all the nodes, validators first
     */
    public TestNetwork(
            Path root,
            int validators,
            int followers,
            NodeMain.Application application,
            Function<List<NetworkMember>, byte[]> genesis)
            throws IOException {
        this(root, validators, followers, application, genesis, false);
    }

    private TestNetwork(
            Path root,
            int validators,
            int followers,
            NodeMain.Application application,
            Function<List<NetworkMember>, byte[]> genesis,
            boolean withLines)
            throws IOException {
        this.application = application;
        List<Integer> ports = LoopbackPorts.free(2 * (validators + followers));
        List<NetworkMember> members = new ArrayList<>();
        for (int i = 0; i < validators + followers; i++) {
            CometHome home = new CometHome(root.resolve("node" + i));
            home.makeKeys();
            homes.add(home);
            addresses.add(NodeAddresses.loopback(ports.get(2 * i), ports.get(2 * i + 1)));
            Endpoint peers = addresses.get(i).advertised();
            members.add(home.member("node" + i, peers));
        }
        EngineGenesis founding = new EngineGenesis(
                CHAIN, System.currentTimeMillis(), members.subList(0, validators), genesis.apply(members));
        lines = withLines ? new PeerLines(addresses, () -> LoopbackPorts.bindBeside(ports)) : null;
        for (int i = 0; i < homes.size(); i++) {
            homes.get(i)
                    .configure(
                            "node" + i,
                            founding,
                            lines == null ? addresses.get(i) : lines.advertising(i, addresses.get(i)),
                            CometSettings.NEAR,
                            lines == null ? members : peersOf(i, members, lines));
            chains.add(new CometChain(CHAIN, List.of(rpc(i)), CALL));
        }
    }

    private static List<NetworkMember> peersOf(int node, List<NetworkMember> members, PeerLines lines) {
        List<NetworkMember> peers = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            NetworkMember peer = members.get(i);
            peers.add(new NetworkMember(peer.name(), peer.nodeId(), peer.validatorKey(), lines.endpoint(node, i)));
        }
        return peers;
    }

    private static byte[] keyValueGenesis(List<NetworkMember> members) {
        return "genesis".getBytes(StandardCharsets.UTF_8);
    }

    /** The lines between the nodes, of a network that was made with them. */
    public PeerLines lines() {
        return Objects.requireNonNull(lines, "a network without lines");
    }

    public int size() {
        return homes.size();
    }

    public CometHome home(int node) {
        return homes.get(node);
    }

    public URI rpc(int node) {
        return URI.create("http://" + addresses.get(node).rpc());
    }

    /** One node's view. */
    public CometChain chain(int node) {
        return chains.get(node);
    }

    public NodeProcess node(int node) {
        return running.get(node);
    }

    /** Starts a node; with a point and a height it will die there. */
    public NodeProcess start(int node, String... fault) {
        NodeProcess process = NodeProcess.start(homes.get(node).directory(), application, fault);
        running.put(node, process);
        return process;
    }

    public void startAll() {
        for (int i = 0; i < homes.size(); i++) {
            start(i);
        }
    }

    /** The height that a node has committed; -1 while it does not answer. */
    public long height(int node) {
        try {
            return chains.get(node).height();
        } catch (ChainUnavailableException e) {
            return -1;
        }
    }

    /** Waits until a node has committed a height. */
    public void awaitHeight(int node, long height) {
        await("node " + node + " at height " + height, () -> height(node) >= height);
    }

    /** Sets a key through one node, again until it is accepted. */
    public void set(int node, String key, String value) {
        await("node " + node + " accepts " + key, () -> submit(node, KeyValueApplication.set(key, value)));
    }

    public boolean submit(int node, byte[] transaction) {
        try {
            return chains.get(node).submit(transaction).isAccepted();
        } catch (ChainUnavailableException e) {
            return false;
        }
    }

    /** Waits until a node's state has a key. */
    public void awaitValue(int node, String key, String value) {
        await("node " + node + " has " + key, () -> value(node, key).equals(Optional.of(value)));
    }

    public Optional<String> value(int node, String key) {
        return query(node, "/get", key.getBytes(StandardCharsets.UTF_8))
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Application hash of a height in hex, as a node remembers it. */
    public String hash(int node, long height) {
        return query(node, "/hash", ByteBuffer.allocate(8).putLong(height).array())
                .map(HexFormat.of()::formatHex)
                .orElseThrow(() -> new AssertionError("node " + node + " knows no hash of " + height));
    }

    /** Every height that all nodes have executed, with the same hash on each; the highest of them. */
    public long assertSameHashes() {
        return assertSameHashes(1);
    }

    /** The same from a height on. */
    public long assertSameHashes(long first) {
        AtomicLong common = new AtomicLong();
        await("all nodes have executed height " + first, () -> {
            // An engine shows a block before its application has executed it.
            common.set(IntStream.range(0, size()).mapToLong(this::height).min().orElseThrow() - 1);
            return common.get() >= first;
        });
        for (long height = first; height <= common.get(); height++) {
            for (int node = 1; node < size(); node++) {
                assertThat(hash(node, height))
                        .as("hash of height " + height + " on node " + node)
                        .isEqualTo(hash(0, height));
            }
        }
        return common.get();
    }

    /** What happened in the blocks that a node has committed since its first start. */
    public List<LedgerEvent> events(int node) {
        return EventFile.in(homes.get(node).directory()).read();
    }

    private Optional<byte[]> query(int node, String path, byte[] data) {
        try {
            QueryAnswer answer = chains.get(node).query(path, data);
            return answer.code() == 0 ? Optional.of(answer.value()) : Optional.empty();
        } catch (ChainUnavailableException e) {
            return Optional.empty();
        }
    }

    /** Deletes all that a node has learned of the chain; its keys and what it has signed stay. */
    public void forget(int node) throws IOException {
        Path home = homes.get(node).directory();
        delete(home.resolve("state"));
        try (Stream<Path> data = Files.list(home.resolve("data"))) {
            for (Path each : data.toList()) {
                if (!each.endsWith("priv_validator_state.json")) {
                    delete(each);
                }
            }
        }
    }

    /** Waits; what does not come about fails with the last words of all nodes. */
    public void await(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            StringBuilder words = new StringBuilder("not within " + PATIENCE + ": " + what);
            running.forEach((node, process) -> words.append("\n--- node ")
                    .append(node)
                    .append(process.isAlive() ? ", height " + height(node) : ", ended")
                    .append('\n')
                    .append(process.lastLines()));
            throw new AssertionError(words.toString(), e);
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        chains.forEach(CometChain::close);
        running.values().forEach(NodeProcess::close);
        if (lines != null) {
            lines.close();
        }
    }
}
