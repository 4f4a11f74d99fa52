package io.gridclear.engine;

import com.sun.management.OperatingSystemMXBean;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.embedded.EmbeddedChain;
import io.gridclear.engine.embedded.EmbeddedChainConfiguration;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.engine.embedded.LedgerHome;
import io.gridclear.engine.embedded.SharedVerdicts;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.engine.light.LightVerifier;
import io.gridclear.engine.light.SignedChain;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.light.ValidatorSet;
import io.gridclear.engine.proof.HeaderProof;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptVerdict.Valid;
import io.gridclear.engine.proof.ReceiptVerifier;
import io.gridclear.ledger.application.ReplicatedApplication.ValidatorPower;
import io.gridclear.ledger.genesis.LedgerGenesis;
import io.gridclear.ledger.genesis.LedgerGenesis.Candidate;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Prints what light verification, receipts and the embedded log cost on this machine; signatures by BouncyCastle. */
public final class EngineSpeed {

    private static final SignatureVerifier ED25519 = SignedChain.ED25519;
    private static final String CHAIN = "speed";

    /** Processor time, which busy neighbours do not distort; what one thread does takes no less. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private EngineSpeed() {}

    public static void main(String[] args) throws Exception {
        for (int validators : new int[] {4, 50, 150}) {
            light(validators);
        }
        receipts();
        for (int replicas : new int[] {4, 150}) {
            embedded(replicas, Math.min(replicas, 50), 4_000);
        }
    }

    private static void light(int validators) {
        SignedChain chain = new SignedChain();
        ValidatorSet set = chain.set(IntStream.range(0, validators).toArray());
        TrustedState trusted = TrustedState.of(chain.block(1, set, set));
        LightBlock block = chain.block(2, set, set);
        LightVerifier verifier = new LightVerifier(ED25519);
        LightVerifier unsigned = new LightVerifier((key, message, signature) -> true);
        int rounds = 6_000 / validators;
        long[] withSignatures = times(rounds, () -> require(verifier.verify(trusted, block) instanceof Verified));
        long[] without = times(rounds, () -> require(unsigned.verify(trusted, block) instanceof Verified));
        System.out.printf(
                "commit of %d validators: p50 %.2f ms, p99 %.2f ms; of it without signatures p50 %.2f ms%n",
                validators, ms(withSignatures, 50), ms(withSignatures, 99), ms(without, 50));
    }

    private static void receipts() {
        int lines = 100_000;
        Sha256 sha256 = new Sha256();
        MerkleTree tree = new MerkleTree(sha256);
        byte[][] leaves = new byte[lines][];
        for (int i = 0; i < lines; i++) {
            leaves[i] = new CanonicalWriter()
                    .start("line")
                    .raw(new byte[200])
                    .int32(i)
                    .toBytes();
            tree.add(MerkleTree.leafHash(leaves[i], sha256));
        }
        byte[] hash = sha256.hash(new byte[1]);
        Outcome outcome = new Outcome(
                ItemKey.initial("north", 0),
                Outcome.Status.FINAL,
                hash,
                hash,
                hash,
                tree.root(),
                lines,
                new byte[20],
                34,
                50,
                1);
        MerkleTree log = new MerkleTree(sha256);
        for (int i = 0; i < 35_000; i++) {
            log.add(i == 20_000 ? MerkleTree.leafHash(outcome.toBytes(), sha256) : hash);
        }
        OutcomeProof proof = new OutcomeProof(outcome, log.path(20_000), log.root(), hash);
        SignedChain chain = new SignedChain();
        ValidatorSet set = chain.set(IntStream.range(0, 50).toArray());
        LightBlock block = chain.sign(
                SignedChain.header(9, set, set, proof.applicationHash().orElseThrow()), set, place -> true);
        byte[] receipt = new ReceiptProof(proof, new HeaderProof(List.of(block))).toBytes();
        TrustedState trusted = TrustedState.of(chain.block(1, set, set));
        byte[][] places = new byte[lines][];
        for (int i = 0; i < lines; i++) {
            places[i] = new LineProof(tree.path(i)).toBytes();
        }
        for (int pass = 1; pass <= 3; pass++) {
            ReceiptVerifier verifier = new ReceiptVerifier(ED25519);
            ReceiptProof decoded = ReceiptProof.of(receipt);
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < lines; i++) {
                require(verifier.verify(leaves[i], LineProof.of(places[i]), decoded, trusted) instanceof Valid);
            }
            double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
            System.out.printf(
                    "pass %d: %d lines of one receipt of %d bytes, 50 validators: %.2f s, %.0f lines/s%n",
                    pass, lines, receipt.length, seconds, lines / seconds);
        }
        ReceiptVerifier warm = new ReceiptVerifier(ED25519);
        long[] own = times(
                2_000,
                () -> require(
                        warm.verify(leaves[7], LineProof.of(places[7]), ReceiptProof.of(receipt), trusted)
                                instanceof Valid));
        long[] cold = times(
                100,
                () -> require(
                        new ReceiptVerifier(ED25519)
                                        .verify(leaves[7], LineProof.of(places[7]), ReceiptProof.of(receipt), trusted)
                                instanceof Valid));
        System.out.printf(
                "one line with its own copy of the receipt: header known p50 %.3f ms, p99 %.3f ms; header unknown p50 %.2f ms%n",
                ms(own, 50), ms(own, 99), ms(cold, 50));
    }

    private static void embedded(int replicas, int agents, int transactions) throws Exception {
        ValidatorKey operator = SignedChain.key(9_999);
        List<Candidate> candidates = new ArrayList<>();
        List<LedgerHome> homes = new ArrayList<>();
        SharedVerdicts verdicts = new SharedVerdicts(ED25519);
        for (int i = 0; i < replicas; i++) {
            candidates.add(new Candidate(
                    "node" + i,
                    SignedChain.key(1_000 + i).publicKey(),
                    SignedChain.key(i).publicKey(),
                    List.of(),
                    900_000 - i));
            homes.add(LedgerHome.inMemory(SignedChain.key(i), verdicts));
        }
        LedgerGenesis genesis = LedgerGenesis.paper(agents, List.of(operator.publicKey()), candidates);
        List<ValidatorPower> validators = IntStream.range(0, agents)
                .mapToObj(i -> new ValidatorPower(SignedChain.key(i).publicKey(), 10))
                .toList();
        EmbeddedChainConfiguration configuration = EmbeddedChainConfiguration.of(
                        CHAIN, 1, genesis.toBytes(), validators)
                .withIntervals(0, 60_000);
        List<byte[]> signed = new ArrayList<>();
        for (int i = 0; i < transactions; i++) {
            byte[] key = new CanonicalWriter().int64(1).int64(i).toBytes();
            signed.add(TransactionCodec.encode(CHAIN, new Ready(), SignedChain.key(1_000 + i % replicas), 90, key));
        }
        try (EmbeddedChain chain =
                EmbeddedChain.inMemory(configuration, homes, InstantSource.system(), EmbeddedChainListener.NONE)) {
            chain.makeBlock();
            long[] empty = times(40, () -> require(chain.makeBlock()));
            OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
            long busy = machine.getProcessCpuTime();
            long start = System.nanoTime();
            int blocks = 0;
            for (int i = 0; i < transactions; i++) {
                require(chain.submit(signed.get(i)).isAccepted());
                if (i % 500 == 499) {
                    require(chain.makeBlock());
                    blocks++;
                }
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "embedded, %d replicas, %d validators: empty block p50 %.2f ms; %d signed ledger transactions in %d"
                            + " blocks: %.2f s, %.0f transactions/s, %.2f s of processors%n",
                    replicas,
                    agents,
                    ms(empty, 50),
                    transactions,
                    blocks,
                    seconds,
                    transactions / seconds,
                    (machine.getProcessCpuTime() - busy) / 1e9);
        }
    }

    /** Nanoseconds of processor time of the second half of the runs, sorted: the first half warms up. */
    private static long[] times(int runs, Runnable run) {
        long[] times = new long[runs];
        for (int i = 0; i < runs; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            run.run();
            times[i] = THREADS.getCurrentThreadCpuTime() - start;
        }
        long[] warm = Arrays.copyOfRange(times, runs / 2, runs);
        Arrays.sort(warm);
        return warm;
    }

    private static double ms(long[] sorted, int percentile) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)] / 1e6;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("what is measured does not work");
        }
    }
}
