package io.gridclear.benchmarks.signing;

import io.gridclear.benchmarks.kernel.ProcessorTime;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.signing.BidSignedBytes;
import io.gridclear.schemas.signing.Ed25519KeyPair;
import io.gridclear.schemas.signing.Ed25519Signer;
import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A bid's signature checked: canonical bytes and the strict rule, the keys of ten thousand meters in turn. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"})
public class SignatureBenchmark {

    private static final int METERS = 10_000;

    /** The meters and one signed bid of each. */
    @State(Scope.Thread)
    public static class Bids {

        @Param({"corretto", "bouncycastle"})
        public String implementation = "";

        private final Bid[] bids = new Bid[METERS];
        private final byte[][] keys = new byte[METERS][];
        private final byte[][] signatures = new byte[METERS][];
        private Ed25519Verifier verifier = Ed25519Verifiers.bouncyCastle();

        @Setup
        public void sign() {
            if (implementation.equals("corretto")) {
                verifier = Ed25519Verifiers.corretto()
                        .orElseThrow(() -> new IllegalStateException("the native library does not load here"));
            }
            for (int i = 0; i < METERS; i++) {
                String point = new UUID(i, ~i).toString();
                Ed25519Signer signer = new Ed25519Signer(Ed25519KeyPair.derive(
                        "benchmark of 32 bytes, as it must".substring(0, 32).getBytes(StandardCharsets.US_ASCII),
                        point));
                bids[i] = Bid.newBuilder()
                        .setUsagePointMrid(point)
                        .setOrderId(point)
                        .setSide(Side.SELL)
                        .setPeriodStart(Instant.EPOCH)
                        .setQuantityWh(1_000 + i)
                        .setPrice(500_000)
                        .build();
                keys[i] = signer.publicKey();
                signatures[i] = signer.sign(BidSignedBytes.of(bids[i]));
            }
        }
    }

    /** Counted beside operations: signatures over cpuNanos is what one core does. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Checked {
        public long signatures;
        public long cpuNanos;
    }

    /** A thousand signatures, so that reading the clock costs nothing beside them. */
    @Benchmark
    public int verify(Bids all, Checked checked) {
        long began = ProcessorTime.nanos();
        int good = 0;
        for (int i = 0; i < 1_000; i++) {
            int meter = (int) ((checked.signatures + i) % METERS);
            if (all.verifier.verify(all.keys[meter], BidSignedBytes.of(all.bids[meter]), all.signatures[meter])) {
                good++;
            }
        }
        if (good != 1_000) {
            throw new IllegalStateException("only " + good + " of 1,000 signatures hold");
        }
        checked.signatures += 1_000;
        checked.cpuNanos += ProcessorTime.nanos() - began;
        return good;
    }
}
