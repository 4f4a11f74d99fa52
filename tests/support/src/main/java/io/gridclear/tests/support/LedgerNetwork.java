package io.gridclear.tests.support;

import io.gridclear.bridge.app.AgentApplication;
import io.gridclear.bridge.app.AgentSettings;
import io.gridclear.bridge.ledger.ChainLedger;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.embedded.EmbeddedChain;
import io.gridclear.engine.embedded.EmbeddedChainConfiguration;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.embedded.ReplicaHome;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.ledger.LedgerApplication;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.store.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A ledger on an embedded chain, a replica for each node, and the agents beside them, in this process. */
public final class LedgerNetwork implements AutoCloseable {

    /** Seats of its committee. */
    public static final int SEATS = 4;

    private final List<ValidatorKey> nodeKeys = new ArrayList<>();
    private final List<AgentApplication> agents = new ArrayList<>();
    private final EmbeddedChain chain;

    private LedgerNetwork(List<List<String>> usagePoints) {
        List<Candidate> candidates = new ArrayList<>();
        List<ValidatorPower> validators = new ArrayList<>();
        List<Home> homes = new ArrayList<>();
        for (int i = 0; i < usagePoints.size(); i++) {
            ValidatorKey validator = key(i);
            ValidatorKey node = key(50 + i);
            nodeKeys.add(node);
            candidates.add(
                    new Candidate("node-" + i, node.publicKey(), validator.publicKey(), usagePoints.get(i), 500_000));
            if (i < SEATS) {
                validators.add(new ValidatorPower(validator.publicKey(), 10));
            }
            homes.add(new Home(validator));
        }
        LedgerGenesis genesis = LedgerGenesis.paper(SEATS, List.of(operator().publicKey()), candidates);
        LedgerGenesis.CommitteeTerms terms = genesis.committee();
        // heads have half a minute on a machine that is shared with a broker and an application
        genesis = genesis.with(new LedgerGenesis.CommitteeTerms(
                terms.seats(),
                terms.minSeats(),
                terms.banCycles(),
                300,
                terms.missedWindow(),
                terms.missedWindow(),
                terms.punishAllWrong(),
                terms.validatorPower()));
        chain = EmbeddedChain.inMemory(
                EmbeddedChainConfiguration.of("test-chain", System.currentTimeMillis(), genesis.toBytes(), validators)
                        .withIntervals(100, 500),
                homes,
                InstantSource.system(),
                new EmbeddedChainListener() {});
    }

    /** A network of four nodes without usage points, which makes blocks. */
    public static LedgerNetwork start() {
        return start(Collections.nCopies(SEATS, List.of()));
    }

    /** As above; {@code node-i} has the i-th of these usage points, and so many nodes there are. */
    public static LedgerNetwork start(List<List<String>> usagePoints) {
        LedgerNetwork network = new LedgerNetwork(usagePoints);
        network.chain.start();
        return network;
    }

    /** The operator's key. */
    public static ValidatorKey operator() {
        return key(99);
    }

    private static ValidatorKey key(int number) {
        byte[] seed = new byte[ValidatorKey.KEY_BYTES];
        seed[0] = (byte) (number + 1);
        return ValidatorKey.fromSeed(seed);
    }

    /** Starts an agent beside every replica. */
    public LedgerNetwork withAgents(TestCluster cluster) {
        for (ValidatorKey key : nodeKeys) {
            agents.add(agent(cluster, chain, key));
        }
        awaitReady(agents);
        return this;
    }

    /** Starts an agent in this process. */
    static AgentApplication agent(TestCluster cluster, Chain chain, ValidatorKey key) {
        AgentSettings settings = new AgentSettings(
                cluster.bootstrapServers(),
                cluster.registryUrl(),
                chain.chainId(),
                Path.of("unused"),
                Duration.ofHours(1),
                "127.0.0.1",
                0,
                Map.of(),
                Map.of());
        try {
            return AgentApplication.start(settings, chain, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void awaitReady(List<AgentApplication> agents) {
        Awaitility.await("agents")
                .atMost(ClusterFailure.PATIENCE)
                .until(() -> agents.stream().allMatch(AgentApplication::isReady));
    }

    public Chain chain() {
        return chain;
    }

    /** The ledger in the name of the operator. */
    public ChainLedger ledger() {
        return new ChainLedger(chain, operator(), StrictSignatures.best(), null);
    }

    /** The first header, which people trust. */
    public TrustedState trusted() {
        try {
            return TrustedState.of(chain.lightBlock(1).orElseThrow());
        } catch (ChainUnavailableException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        agents.forEach(AgentApplication::close);
        chain.close();
    }

    private static final class Home implements ReplicaHome {
        private final ValidatorKey key;
        private MemoryStore store = new MemoryStore();

        Home(ValidatorKey key) {
            this.key = key;
        }

        @Override
        public ValidatorKey key() {
            return key;
        }

        @Override
        public ReplicatedApplication open() {
            return new LedgerApplication(store, StrictSignatures.best());
        }

        @Override
        public void close() {
            // the store outlives its application
        }

        @Override
        public void erase() {
            store = new MemoryStore();
        }
    }
}
