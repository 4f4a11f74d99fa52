package io.gridclear.bridge;

import io.gridclear.bridge.ledger.ChainLedger;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.embedded.EmbeddedChain;
import io.gridclear.engine.embedded.EmbeddedChainConfiguration;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.embedded.ReplicaHome;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.LedgerApplication;
import io.gridclear.ledger.application.ReplicatedApplication;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.store.MemoryStore;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A chain of four nodes whose blocks are made when a test says so, and the nodes' own hands. */
public final class TestNodes implements AutoCloseable {

    /** Nodes, agents all of them. */
    public static final int NODES = 4;

    /** The operator. */
    public static final ValidatorKey OPERATOR = key(99);

    private final List<ValidatorKey> nodeKeys = new ArrayList<>();
    private final EmbeddedChain chain;
    private long timeMs = 1_000_000;

    public TestNodes() {
        this(terms -> terms);
    }

    /** @param terms changes the terms of the committee */
    public TestNodes(Function<LedgerGenesis.CommitteeTerms, LedgerGenesis.CommitteeTerms> terms) {
        List<Candidate> candidates = new ArrayList<>();
        List<ValidatorPower> validators = new ArrayList<>();
        List<Home> homes = new ArrayList<>();
        for (int i = 0; i < NODES; i++) {
            ValidatorKey validator = key(i);
            ValidatorKey node = key(50 + i);
            nodeKeys.add(node);
            candidates.add(new Candidate(
                    "node-" + i, node.publicKey(), validator.publicKey(), List.of("point-" + i), 500_000));
            validators.add(new ValidatorPower(validator.publicKey(), 10));
            homes.add(new Home(validator));
        }
        LedgerGenesis genesis = LedgerGenesis.paper(NODES, List.of(OPERATOR.publicKey()), candidates);
        genesis = genesis.with(terms.apply(genesis.committee()));
        InstantSource clock = () -> java.time.Instant.ofEpochMilli(timeMs);
        chain = EmbeddedChain.inMemory(
                EmbeddedChainConfiguration.of("test-chain", timeMs, genesis.toBytes(), validators),
                homes,
                clock,
                new EmbeddedChainListener() {});
        makeBlock();
    }

    /** The key of a number. */
    public static ValidatorKey key(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) (number + 1);
        return ValidatorKey.fromSeed(seed);
    }

    public EmbeddedChain chain() {
        return chain;
    }

    /** Makes a block. */
    public void makeBlock() {
        timeMs += 100;
        if (!chain.makeBlock()) {
            throw new AssertionError("no block: " + chain.condition());
        }
    }

    /** The ledger in the name of a node. */
    public ChainLedger ledger(Chain over, int node) {
        return new ChainLedger(over, nodeKeys.get(node), StrictSignatures.best(), null);
    }

    /** The ledger in the name of the operator. */
    public ChainLedger operator(Chain over) {
        return new ChainLedger(over, OPERATOR, StrictSignatures.best(), null);
    }

    /** Nodes from..to-1 attest to every open item that they have not attested to. */
    public void attest(int from, int to, Function<ItemKey, byte[]> hashes) {
        try {
            for (int node = from; node < to; node++) {
                ChainLedger ledger = ledger(chain, node);
                List<Attestation> attestations = new ArrayList<>();
                for (ItemView item : ledger.openItems()) {
                    if (item.hashOf(ledger.address()).isEmpty()) {
                        attestations.add(new Attestation(item.item(), hashes.apply(item.item())));
                    }
                }
                if (!attestations.isEmpty()) {
                    ledger.submit(
                            new Attest(attestations),
                            ("attest" + node + timeMs).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                }
            }
        } catch (ChainUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
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
