package io.gridclear.engine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.SignedChain;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.light.TrustedStateFile;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptSource;
import io.gridclear.engine.proof.ReceiptVerdict.Invalid;
import io.gridclear.engine.proof.ReceiptVerdict.Step;
import io.gridclear.engine.proof.ReceiptVerdict.Valid;
import io.gridclear.engine.proof.ReceiptVerifier;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome.Status;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.QueryPath;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on the embedded log: from the founding to receipts that a stranger checks. */
class EmbeddedLedgerTest {

    private static final String CHAIN = "gridclear-embedded";
    private static final int LINES = 5;
    private static final int NODE_KEYS = 1_000;
    private static final ValidatorKey OPERATOR = SignedChain.key(5_000);

    @TempDir
    Path directory;

    private final AtomicLong nowMs = new AtomicLong(EmbeddedChainTest.GENESIS_MS);
    private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.addAndGet(100));
    private final TreeMap<Address, ValidatorKey> nodeKeys = new TreeMap<>();
    private long idempotencyKeys;
    private List<LedgerHome> homes = List.of();
    private Optional<EmbeddedChain> open = Optional.empty();

    @AfterEach
    void close() {
        open.ifPresent(EmbeddedChain::close);
    }

    private static LedgerGenesis genesis(int nodes, int seats) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            candidates.add(new Candidate(
                    "node" + i,
                    SignedChain.key(NODE_KEYS + i).publicKey(),
                    SignedChain.key(i).publicKey(),
                    List.of("up-" + i),
                    900_000 - 1_000L * i));
        }
        return LedgerGenesis.paper(seats, List.of(OPERATOR.publicKey()), candidates)
                .with(new CommitteeTerms(seats, seats, 2, 8, 20, 5, true, 10));
    }

    private EmbeddedChainConfiguration configuration(LedgerGenesis genesis) {
        List<ValidatorPower> validators = IntStream.range(0, genesis.committee().seats())
                .mapToObj(i -> new ValidatorPower(SignedChain.key(i).publicKey(), 10))
                .toList();
        return EmbeddedChainConfiguration.of(CHAIN, EmbeddedChainTest.GENESIS_MS, genesis.toBytes(), validators)
                .withIntervals(0, 60_000);
    }

    private EmbeddedChain found(int nodes, int seats) {
        for (int i = 0; i < nodes; i++) {
            ValidatorKey key = SignedChain.key(NODE_KEYS + i);
            nodeKeys.put(Address.ofKey(key.publicKey(), new Sha256()), key);
        }
        homes = IntStream.range(0, nodes)
                .mapToObj(i -> LedgerHome.inMemory(SignedChain.key(i), SignedChain.ED25519))
                .toList();
        EmbeddedChain chain =
                EmbeddedChain.inMemory(configuration(genesis(nodes, seats)), homes, clock, EmbeddedChainListener.NONE);
        open = Optional.of(chain);
        return chain;
    }

    @Test
    void anItemIsSubmittedAttestedFinalAndEveryLineOfItProven() throws Exception {
        EmbeddedChain chain = found(4, 4);
        assertThat(chain.makeBlock()).isTrue();
        TrustedState genesis = TrustedState.of(chain.lightBlock(1).orElseThrow());
        ReceiptSource source = new ReceiptSource(chain, SignedChain.ED25519, genesis);
        assertThat(committee(chain).agents()).hasSize(4);

        submit(chain, 1);
        assertThat(source.receipt(item(1))).as("open").isEmpty();
        attest(chain, 1, hash("right-1"), hash("right-1"), hash("right-1"), hash("right-1"));
        chain.makeBlock();
        assertThat(source.receipt(item(1)))
                .as("final, and no block signs it yet")
                .isEmpty();
        chain.makeBlock();

        ReceiptProof receipt = source.receipt(item(1)).orElseThrow();
        assertThat(receipt.outcome().outcome().status()).isEqualTo(Status.FINAL);
        String trusted = TrustedStateFile.toJson(genesis);
        verifyByAStranger(trusted, receipt);
    }

    /** Each question finds a younger state that no block signs yet: the one that was found before must not be given up. */
    @Test
    void aReceiptIsHadWhileEveryBlockChangesTheState() throws Exception {
        EmbeddedChain chain = found(4, 4);
        chain.makeBlock();
        TrustedState genesis = TrustedState.of(chain.lightBlock(1).orElseThrow());
        ReceiptSource source = new ReceiptSource(chain, SignedChain.ED25519, genesis);
        submit(chain, 1);
        attest(chain, 1, hash("right-1"), hash("right-1"), hash("right-1"), hash("right-1"));
        chain.makeBlock();
        assertThat(source.receipt(item(1))).as("no block signs it yet").isEmpty();
        submit(chain, 2); // in a block of its own

        verifyByAStranger(
                TrustedStateFile.toJson(genesis), source.receipt(item(1)).orElseThrow());
    }

    @Test
    void aLyingOperatorGetsADisputeThatProvesNoLine() throws Exception {
        EmbeddedChain chain = found(4, 4);
        chain.makeBlock();
        TrustedState genesis = TrustedState.of(chain.lightBlock(1).orElseThrow());
        submit(chain, 1);
        attest(chain, 1, hash("other"), hash("other"), hash("other"), hash("other"));
        chain.makeBlock();
        chain.makeBlock();

        ReceiptProof receipt = new ReceiptSource(chain, SignedChain.ED25519, genesis)
                .receipt(item(1))
                .orElseThrow();
        assertThat(new ReceiptVerifier(SignedChain.ED25519)
                        .verify(line(0), new LineProof(lines().path(0)), receipt, genesis))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.step()).isEqualTo(Step.DISPUTED));
    }

    /** Four of eight nodes are agents; votes move the whole committee to the other four, and the engine's set follows. */
    @Test
    void receiptsLeadAcrossACommitteeThatWasReplacedAltogether() throws Exception {
        EmbeddedChain chain = found(8, 4);
        chain.makeBlock();
        TrustedState genesis = TrustedState.of(chain.lightBlock(1).orElseThrow());
        List<byte[]> others = addresses(4, 8);
        for (int i = 0; i < 8; i++) {
            send(chain, SignedChain.key(NODE_KEYS + i), new CastVote(others));
        }
        chain.makeBlock();
        int item = 1;
        while (committee(chain).cycle() < 2) {
            finish(chain, item++);
            assertThat(item).isLessThan(10);
        }
        for (int i = 0; i < 12; i++) {
            chain.makeBlock();
        }
        finish(chain, item);
        chain.makeBlock();
        ReceiptProof receipt = new ReceiptSource(chain, SignedChain.ED25519, genesis)
                .receipt(item(item))
                .orElseThrow();

        assertThat(receipt.header().last().validators())
                .noneMatch(v -> genesis.validators().powerOf(v.publicKey()) > 0);
        assertThat(receipt.header().blocks())
                .as("no third of the old power is left: steps between")
                .hasSizeGreaterThan(1);
        verifyByAStranger(TrustedStateFile.toJson(genesis), receipt);
    }

    @Test
    void aReplicaThatLostItsStoreComesToTheSameState() throws Exception {
        EmbeddedChain chain = found(4, 4);
        chain.makeBlock();
        for (int i = 1; i <= 3; i++) {
            finish(chain, i);
        }
        chain.stop(3);
        finish(chain, 4, 3);
        chain.restartEmpty(3);
        await().atMost(Duration.ofSeconds(30)).until(() -> chain.replicas().get(3) == ReplicaState.RUNNING);

        assertThat(chain.makeBlock()).isTrue();
        assertThat(chain.lightBlock(chain.height()).orElseThrow().commit().signatures())
                .allMatch(signature -> signature.flag() == 2);
    }

    @Test
    void goesOnFromItsDirectoryAfterTheProcessEnded() throws Exception {
        LedgerGenesis genesis = genesis(4, 4);
        found(4, 4).close();
        try (EmbeddedChain chain = inDirectory(genesis)) {
            chain.makeBlock();
            finish(chain, 1);
        }
        try (EmbeddedChain chain = inDirectory(genesis)) {
            assertThat(chain.height()).isGreaterThan(3);
            finish(chain, 2);
            TrustedState trusted = TrustedState.of(chain.lightBlock(1).orElseThrow());
            ReceiptSource source = new ReceiptSource(chain, SignedChain.ED25519, trusted);
            chain.makeBlock();
            for (int i = 1; i <= 2; i++) {
                verifyByAStranger(
                        TrustedStateFile.toJson(trusted),
                        source.receipt(item(i)).orElseThrow());
            }
        }
    }

    @Test
    void anEngineWithAStrangersKeyIsNotFounded() {
        LedgerGenesis genesis = genesis(4, 4);
        EmbeddedChainConfiguration strange = EmbeddedChainConfiguration.of(
                CHAIN,
                0,
                genesis.toBytes(),
                List.of(new ValidatorPower(SignedChain.key(77).publicKey(), 10)));
        List<LedgerHome> four = IntStream.range(0, 4)
                .mapToObj(i -> LedgerHome.inMemory(SignedChain.key(i), SignedChain.ED25519))
                .toList();

        assertThatThrownBy(() -> EmbeddedChain.inMemory(strange, four, clock, EmbeddedChainListener.NONE))
                .hasMessageContaining("replica 0");
    }

    private EmbeddedChain inDirectory(LedgerGenesis genesis) {
        List<LedgerHome> lasting = IntStream.range(0, 4)
                .mapToObj(i -> LedgerHome.inDirectory(
                        directory.resolve("replica-" + i), SignedChain.key(i), SignedChain.ED25519))
                .toList();
        return EmbeddedChain.inDirectory(directory, configuration(genesis), lasting, clock, EmbeddedChainListener.NONE);
    }

    /** Knows nothing but bytes: the trusted header as text, the receipt, the line and its place. */
    private static void verifyByAStranger(String trusted, ReceiptProof receipt) {
        ReceiptVerifier stranger = new ReceiptVerifier(SignedChain.ED25519);
        byte[] bytes = receipt.toBytes();
        for (int i = 0; i < LINES; i++) {
            byte[] place = new LineProof(lines().path(i)).toBytes();
            assertThat(stranger.verify(
                            line(i), LineProof.of(place), ReceiptProof.of(bytes), TrustedStateFile.fromJson(trusted)))
                    .isInstanceOf(Valid.class);
        }
    }

    private void finish(EmbeddedChain chain, int item, int... absent) throws Exception {
        submit(chain, item);
        List<Integer> missing = IntStream.of(absent).boxed().toList();
        List<CommitteeView.Agent> agents = committee(chain).agents();
        for (CommitteeView.Agent agent : agents) {
            ValidatorKey key = Objects.requireNonNull(nodeKeys.get(agent.address()));
            if (missing.stream()
                    .noneMatch(i -> Arrays.equals(SignedChain.key(NODE_KEYS + i).address(), key.address()))) {
                send(chain, key, new Attest(List.of(new Attestation(item(item), hash("right-" + item)))));
            }
        }
        chain.makeBlock();
        chain.makeBlock();
    }

    private void submit(EmbeddedChain chain, int item) throws Exception {
        send(
                chain,
                OPERATOR,
                SubmitClearings.of(item(item), hash("batch-" + item), hash("right-" + item), lines().root(), LINES));
        assertThat(chain.makeBlock()).isTrue();
    }

    private void attest(EmbeddedChain chain, int item, byte[]... hashes) throws Exception {
        for (int i = 0; i < hashes.length; i++) {
            send(chain, SignedChain.key(NODE_KEYS + i), new Attest(List.of(new Attestation(item(item), hashes[i]))));
        }
    }

    private void send(EmbeddedChain chain, ValidatorKey sender, LedgerTransaction transaction) throws Exception {
        byte[] key = new CanonicalWriter().int64(1).int64(idempotencyKeys++).toBytes();
        byte[] bytes = TransactionCodec.encode(CHAIN, transaction, sender, chain.height() + 50, key);
        assertThat(chain.submit(bytes))
                .satisfies(result ->
                        assertThat(result.isAccepted()).as(result.detail()).isTrue());
    }

    private static CommitteeView committee(EmbeddedChain chain) throws Exception {
        return CommitteeView.of(chain.query(QueryPath.COMMITTEE, new byte[0]).value());
    }

    private static List<byte[]> addresses(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> SignedChain.key(NODE_KEYS + i).address())
                .toList();
    }

    private static ItemKey item(int i) {
        return ItemKey.initial("north", 900_000L * i);
    }

    private static byte[] hash(String text) {
        return new CanonicalWriter().start(text).hash(new Sha256());
    }

    private static byte[] line(int i) {
        return new CanonicalWriter().start("line").int32(i).toBytes();
    }

    private static MerkleTree lines() {
        Sha256 sha256 = new Sha256();
        MerkleTree tree = new MerkleTree(sha256);
        for (int i = 0; i < LINES; i++) {
            tree.add(MerkleTree.leafHash(line(i), sha256));
        }
        return tree;
    }
}
