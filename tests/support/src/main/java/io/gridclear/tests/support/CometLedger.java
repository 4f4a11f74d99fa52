package io.gridclear.tests.support;

import io.gridclear.bridge.app.AgentApplication;
import io.gridclear.bridge.app.CometChains;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.Endpoint;
import io.gridclear.engine.process.EngineAbsentException;
import io.gridclear.engine.process.NodeAddresses;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ops.committee.CometFounding;
import io.gridclear.ops.committee.CometValidator;
import io.gridclear.ops.committee.CommitteePlan;
import io.gridclear.ops.committee.FoundingTerms;
import io.gridclear.ops.stack.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ledger on CometBFT: four nodes whose engines are processes, so that all of them can be killed, and agents that outlive
 * them. Clients have connections of their own, as if they were elsewhere.
 */
public final class CometLedger implements AutoCloseable {

    private static final int NODES = 4;
    private static final String CHAIN = "test-chain";

    /** Half a minute and more of blocks: a head that finds its chain again after growing pauses is in time. */
    private static final int DEADLINE_BLOCKS = 300;

    private final CometBinary binary;
    private final Path directory;
    private final CommitteePlan plan;
    private final List<CometValidator> nodes = new ArrayList<>();
    private final List<Chain> connections = new ArrayList<>();
    private final List<AgentApplication> agents = new ArrayList<>();

    private CometLedger(CometBinary binary, Path directory, CommitteePlan plan) {
        this.binary = binary;
        this.directory = directory;
        this.plan = plan;
    }

    /** Founds a chain in a directory, and starts its nodes. */
    public static CometLedger start(Path directory) throws IOException, EngineAbsentException, InterruptedException {
        List<Integer> ports = LoopbackPorts.free(2 * NODES);
        List<NodeAddresses> addresses = new ArrayList<>();
        List<List<String>> usagePoints = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            addresses.add(CometFounding.addresses(Endpoint.loopback(ports.get(2 * i)), ports.get(2 * i + 1)));
            usagePoints.add(List.of());
        }
        CommitteePlan plan = CometFounding.found(
                new CometFounding.Request(
                        CHAIN,
                        System.currentTimeMillis(),
                        NODES,
                        FoundingTerms.of(LedgerGenesis.Profile.PAPER, DEADLINE_BLOCKS),
                        addresses,
                        usagePoints),
                directory);
        CometLedger ledger = new CometLedger(CometBinary.find(System.getenv()), directory, plan);
        try {
            ledger.startNodes();
            return ledger;
        } catch (IOException | InterruptedException | RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /** Starts all nodes on what they have on disk, and waits until each of them answers. */
    public void startNodes() throws IOException, InterruptedException {
        for (int i = 0; i < NODES; i++) {
            nodes.add(CometValidator.start(
                    binary, CometFounding.node(directory, i), StrictSignatures.best(), events -> {}));
        }
        for (CometValidator node : nodes) {
            node.awaitFirstBlock(ClusterFailure.PATIENCE);
        }
    }

    /** SIGKILL to the engines of all nodes: none runs when this returns, and none comes back by itself. */
    public void killNodes() {
        List<ProcessHandle> engines = engines();
        if (engines.size() != nodes.size()) {
            throw new ClusterFailure(nodes.size() + " nodes have " + engines.size() + " engines", null);
        }
        nodes.forEach(CometValidator::kill); // all at once, before the end of any is waited for
        nodes.forEach(CometValidator::close);
        nodes.clear();
        List<ProcessHandle> left = engines();
        if (!left.isEmpty()) {
            throw new ClusterFailure("killed, and engines run: " + left, null);
        }
    }

    /** All that run as children of this JVM. */
    private List<ProcessHandle> engines() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .command()
                        .filter(binary.path().toString()::equals)
                        .isPresent())
                .toList();
    }

    /** Starts an agent beside every node. */
    public CometLedger withAgents(TestCluster cluster) throws IOException {
        for (int i = 0; i < NODES; i++) {
            Chain own = connect(nodes.get(i).description().rpc().toString());
            agents.add(LedgerNetwork.agent(
                    cluster, own, CometFounding.node(directory, i).agentKey()));
        }
        LedgerNetwork.awaitReady(agents);
        return this;
    }

    /** Addresses of all nodes, separated by commas. */
    public String rpc() {
        return nodes.stream().map(node -> node.description().rpc().toString()).collect(Collectors.joining(","));
    }

    /** A connection to all nodes, closed with this. */
    public Chain connect() {
        return connect(rpc());
    }

    private Chain connect(String addresses) {
        Chain chain = new CometChains().open(CHAIN + "@" + addresses);
        connections.add(chain);
        return chain;
    }

    /** The operator's key. */
    public ValidatorKey operator() {
        return plan.operator();
    }

    /** Agents that have given up. */
    public long failedAgents() {
        return agents.stream().filter(AgentApplication::hasFailed).count();
    }

    /** The first header, which people trust. */
    public TrustedState trusted() {
        try {
            return TrustedState.of(nodes.get(0).chain().lightBlock(1).orElseThrow());
        } catch (ChainUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        agents.forEach(AgentApplication::close);
        connections.forEach(Chain::close);
        nodes.forEach(CometValidator::close);
    }
}
