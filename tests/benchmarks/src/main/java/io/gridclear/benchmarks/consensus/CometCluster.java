package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.CometHome;
import io.gridclear.engine.process.CometSettings;
import io.gridclear.engine.process.Endpoint;
import io.gridclear.engine.process.EngineGenesis;
import io.gridclear.engine.process.NetworkMember;
import io.gridclear.engine.process.NodeAddresses;
import io.gridclear.engine.rpc.CometChain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Validators of the real engine on loopback, each a process of its own with its engine beside it. */
final class CometCluster implements LedgerNetwork {

    /** What the nodes run. */
    enum Application {
        /** The ledger, in a JVM beside the engine, which it supervises. */
        LEDGER,
        /** The engine's own key-value store, inside the engine. */
        KVSTORE
    }

    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MS = 20;

    private final CometBinary binary;
    private final Application application;
    private final List<CometHome> homes = new ArrayList<>();
    private final List<NodeAddresses> addresses = new ArrayList<>();
    private final List<NetworkMember> members = new ArrayList<>();
    private final EngineGenesis genesis;
    private final List<NodeProcess> processes = new ArrayList<>();
    private final List<CometChain> chains = new ArrayList<>();

    /** Lays out a network under a directory, {@code node0} and so on; nothing runs yet. */
    CometCluster(CometBinary binary, Path root, Application application, Participants participants) throws IOException {
        this.binary = binary;
        this.application = application;
        int validators = participants.agents().size();
        List<Integer> ports = freePorts(2 * validators);
        List<byte[]> keys = new ArrayList<>();
        for (int i = 0; i < validators; i++) {
            CometHome home = new CometHome(root.resolve("node" + i));
            home.makeKeys();
            homes.add(home);
            addresses.add(NodeAddresses.loopback(ports.get(2 * i), ports.get(2 * i + 1)));
            Endpoint peers = addresses.get(i).advertised();
            members.add(home.member("node" + i, peers));
            keys.add(home.validatorKey().publicKey());
        }
        this.genesis =
                new EngineGenesis(Participants.CHAIN, System.currentTimeMillis(), members, participants.genesis(keys));
    }

    /** Starts all nodes, and waits until each has a block. */
    void start(CometSettings settings, List<String> jvmOptions) throws IOException {
        for (int i = 0; i < homes.size(); i++) {
            homes.get(i).configure("node" + i, genesis, addresses.get(i), settings, members);
            processes.add(
                    application == Application.LEDGER
                            ? NodeProcess.ledger(binary, homes.get(i), jvmOptions)
                            : NodeProcess.kvstore(binary, homes.get(i)));
            chains.add(new CometChain(Participants.CHAIN, others(i), CALL));
        }
        for (int i = 0; i < homes.size(); i++) {
            awaitFirstBlock(i);
        }
    }

    /** The RPC interfaces, a node's own first. */
    private List<URI> others(int first) {
        return IntStream.range(0, homes.size())
                .mapToObj(i -> rpc((first + i) % homes.size()))
                .toList();
    }

    private void awaitFirstBlock(int node) throws IOException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        try (CometChain own = new CometChain(Participants.CHAIN, List.of(rpc(node)), CALL)) {
            while (!hasBlock(own)) {
                if (System.nanoTime() - giveUp > 0) {
                    throw new IOException("no block on " + homes.get(node).directory() + ", see its node.log");
                }
                Pause.ms(POLL_MS);
            }
        }
    }

    private static boolean hasBlock(CometChain chain) {
        try {
            return chain.height() > 0;
        } catch (ChainUnavailableException e) {
            return false; // it is starting
        }
    }

    URI rpc(int node) {
        return URI.create("http://" + addresses.get(node).rpc());
    }

    Path home(int node) {
        return homes.get(node).directory();
    }

    @Override
    public ProcessorTime processorTime() {
        Duration parents = sum(NodeProcess::processorTime);
        return application == Application.LEDGER
                ? new ProcessorTime(parents, sum(NodeProcess::childProcessorTime))
                : new ProcessorTime(Duration.ZERO, parents);
    }

    private Duration sum(Function<NodeProcess, Duration> time) {
        return processes.stream().map(time).reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public Chain operator() {
        return chains.get(0);
    }

    @Override
    public Chain agent(int agent) {
        return chains.get(agent);
    }

    @Override
    public void kill(int node) {
        processes.get(node).kill();
    }

    /** Ends all nodes in order; they can be started again. */
    void stop() {
        chains.forEach(CometChain::close);
        processes.forEach(NodeProcess::close);
        chains.clear();
        processes.clear();
    }

    @Override
    public void close() {
        stop();
    }

    /** Below the ports that the kernel gives to outgoing connections. */
    private static List<Integer> freePorts(int count) {
        Random random = new Random();
        Set<Integer> ports = new LinkedHashSet<>();
        while (ports.size() < count) {
            int port = 20_000 + random.nextInt(12_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                ports.add(socket.getLocalPort());
            } catch (IOException e) {
                continue; // taken
            }
        }
        return List.copyOf(ports);
    }
}
