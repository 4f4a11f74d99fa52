package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.light.LightVerdict.Verified;
import io.gridclear.engine.light.LightVerifier;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptVerdict.Valid;
import io.gridclear.engine.proof.ReceiptVerifier;
import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the receipt of a settlement line costs whoever checks it: a line by itself, and all lines of a settlement in one
 * pass. Receipts come from a chain on which the settlement became FINAL. Times are those of the processor, which busy
 * neighbours do not distort: all happens on one thread.
 */
@Command(
        name = "ReceiptBenchmark",
        mixinStandardHelpOptions = true,
        description = "Receipts checked, as a ratio to the bare signatures of a header.")
final class ReceiptBenchmark implements Callable<Integer> {

    private static final int PASSES = 5;
    private static final int LINE_BYTES = 200;
    private static final double HALF = 50;
    private static final double MOST = 99;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Option(
            names = "--validators",
            split = ",",
            defaultValue = "4,50,150",
            description = "Validators of the chain (default: ${DEFAULT-VALUE}).")
    private List<Integer> validators = List.of();

    @Option(
            names = "--lines",
            defaultValue = "100000",
            description = "Lines of the settlement (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Option(
            names = "--runs",
            defaultValue = "4000",
            description = "Lines checked one by one, the first half to get warm (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--bouncy-castle", description = "Signatures by BouncyCastle, without native code.")
    private boolean bouncyCastle;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ReceiptBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws ChainUnavailableException {
        Ed25519Verifier verifier = bouncyCastle ? Ed25519Verifiers.bouncyCastle() : Ed25519Verifiers.best();
        System.out.println("signatures by " + verifier.name());
        SignatureVerifier signatures = verifier::verify;
        Sha256 sha256 = new Sha256();
        MerkleTree tree = new MerkleTree(sha256);
        byte[][] line = new byte[lines][];
        for (int i = 0; i < lines; i++) {
            line[i] = new CanonicalWriter()
                    .start("line")
                    .raw(new byte[LINE_BYTES])
                    .int32(i)
                    .toBytes();
            tree.add(MerkleTree.leafHash(line[i], sha256));
        }
        byte[][] place = new byte[lines][];
        for (int i = 0; i < lines; i++) {
            place[i] = new LineProof(tree.path(i)).toBytes();
        }
        bareSignature(signatures);
        for (int count : validators) {
            SettledChain chain = SettledChain.of(count, tree, lines, signatures);
            byte[] receipt = chain.receipt().toBytes();
            System.out.printf(Locale.ROOT, "%d validators, a receipt of %,d bytes%n", count, receipt.length);
            header(chain, signatures);
            oneByOne(line, place, receipt, chain.trusted(), signatures);
            onePass(line, place, receipt, chain.trusted(), signatures);
        }
        return 0;
    }

    private void bareSignature(SignatureVerifier signatures) {
        ValidatorKey key = Participants.of(1).operator();
        byte[] message = new byte[LINE_BYTES];
        byte[] signature = key.sign(message);
        byte[] publicKey = key.publicKey();
        print(
                "a bare signature (baseline)",
                times(runs, i -> require(signatures.verify(publicKey, message, signature))));
    }

    private void header(SettledChain chain, SignatureVerifier signatures) {
        LightBlock block = chain.receipt().header().last();
        LightVerifier light = new LightVerifier(signatures);
        LightVerifier unsigned = new LightVerifier((key, message, signature) -> true);
        print("its header", times(runs / 10, i -> require(light.verify(chain.trusted(), block) instanceof Verified)));
        print(
                "its header, signatures left out",
                times(runs / 10, i -> require(unsigned.verify(chain.trusted(), block) instanceof Verified)));
    }

    private void oneByOne(
            byte[][] line, byte[][] place, byte[] receipt, TrustedState trusted, SignatureVerifier signatures) {
        print("a line whose header was never seen", times(runs / 10, i -> {
            int at = i * 37 % line.length;
            ReceiptVerifier fresh = new ReceiptVerifier(signatures);
            require(
                    fresh.verify(line[at], LineProof.of(place[at]), ReceiptProof.of(receipt), trusted)
                            instanceof Valid);
        }));
        ReceiptVerifier warm = new ReceiptVerifier(signatures);
        print("a line with its own copy of a known receipt", times(runs, i -> {
            int at = i * 37 % line.length;
            require(warm.verify(line[at], LineProof.of(place[at]), ReceiptProof.of(receipt), trusted) instanceof Valid);
        }));
    }

    private static void onePass(
            byte[][] line, byte[][] place, byte[] receipt, TrustedState trusted, SignatureVerifier signatures) {
        double best = 0;
        double last = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            ReceiptVerifier verifier = new ReceiptVerifier(signatures);
            long start = THREADS.getCurrentThreadCpuTime();
            ReceiptProof decoded = ReceiptProof.of(receipt);
            for (int i = 0; i < line.length; i++) {
                require(verifier.verify(line[i], LineProof.of(place[i]), decoded, trusted) instanceof Valid);
            }
            last = line.length / ((THREADS.getCurrentThreadCpuTime() - start) / 1e9);
            best = Math.max(best, last);
        }
        System.out.printf(
                Locale.ROOT, "  %-46s last pass %,.0f, best %,.0f lines/s%n", "all lines in one pass", last, best);
    }

    /** A run, by its number. */
    private interface Run {
        void run(int number);
    }

    /** Nanoseconds of the second half of the runs. */
    private static Histogram times(int count, Run run) {
        Histogram histogram = new Histogram(3);
        for (int i = 0; i < count; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            run.run(i);
            long nanos = THREADS.getCurrentThreadCpuTime() - start;
            if (i >= count / 2) {
                histogram.recordValue(nanos);
            }
        }
        return histogram;
    }

    private static void print(String what, Histogram nanos) {
        System.out.printf(
                Locale.ROOT,
                "  %-46s p50 %.3f ms   p99 %.3f ms%n",
                what,
                nanos.getValueAtPercentile(HALF) / 1e6,
                nanos.getValueAtPercentile(MOST) / 1e6);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("what is measured does not hold");
        }
    }
}
