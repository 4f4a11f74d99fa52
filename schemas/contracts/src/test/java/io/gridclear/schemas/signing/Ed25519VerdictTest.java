package io.gridclear.schemas.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.signing.ExactCurve.Point;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** One rule, several implementations: each vector is put to all of them, and to school arithmetic. */
class Ed25519VerdictTest {

    private static final long SEED = 25519;
    private final List<Ed25519Verifier> verifiers = verifiers();

    private static List<Ed25519Verifier> verifiers() {
        List<Ed25519Verifier> all = new ArrayList<>(List.of(Ed25519Verifiers.bouncyCastle()));
        Ed25519Verifiers.corretto().ifPresent(all::add);
        all.add(new Ed25519Verifier() {
            @Override
            public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
                return ExactCurve.verdict(publicKey, message, signature);
            }

            @Override
            public String name() {
                return "school arithmetic";
            }
        });
        return all;
    }

    private void assertVerdict(String what, boolean verdict, byte[] publicKey, byte[] message, byte[] signature) {
        for (Ed25519Verifier verifier : verifiers) {
            assertThat(verifier.verify(publicKey, message, signature))
                    .as("%s by %s", what, verifier.name())
                    .isEqualTo(verdict);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(
            resources = "/ed25519/rfc8032.csv",
            useHeadersInDisplayName = false,
            numLinesToSkip = 2,
            maxCharsPerColumn = 8192)
    void theVectorsOfTheStandardHold(String name, String seed, String publicKey, String message, String signature) {
        Ed25519KeyPair keys = Ed25519KeyPair.fromSeed(hex(seed));
        Ed25519Signer signer = new Ed25519Signer(keys);

        assertThat(keys.publicKey()).isEqualTo(hex(publicKey));
        assertThat(signer.sign(hex(message))).isEqualTo(hex(signature));
        assertThat(signer.signInJava(hex(message))).isEqualTo(hex(signature));
        assertVerdict(name, true, hex(publicKey), hex(message), hex(signature));
    }

    @ParameterizedTest(name = "{0}: {1}: {2}")
    @CsvFileSource(resources = "/ed25519/speccheck.csv", numLinesToSkip = 2)
    void theEdgeCasesHaveOneVerdict(
            int number, String what, boolean verdict, String publicKey, String message, String signature) {
        assertVerdict(number + ": " + what, verdict, hex(publicKey), hex(message), hex(signature));
    }

    /**
     * Signatures whose R and A carry every combination of small-order parts, with an S that is right but for those: the
     * equation without cofactor holds exactly where the parts cancel, while one with cofactor always holds.
     */
    @Test
    void smallOrderPartsOfKeyAndSignatureNeverDivideTheImplementations() {
        Random random = new Random(SEED);
        Point eighth = ExactCurve.pointOfOrderEight();
        int accepted = 0;
        int refused = 0;
        for (int partOfA = 0; partOfA < 8; partOfA++) {
            for (int partOfR = 0; partOfR < 8; partOfR++) {
                BigInteger a = new BigInteger(250, random);
                BigInteger r = new BigInteger(250, random);
                byte[] message = new byte[random.nextInt(40)];
                random.nextBytes(message);
                byte[] publicKey = ExactCurve.BASE
                        .times(a)
                        .plus(eighth.times(BigInteger.valueOf(partOfA)))
                        .encoded();
                byte[] point = ExactCurve.BASE
                        .times(r)
                        .plus(eighth.times(BigInteger.valueOf(partOfR)))
                        .encoded();
                BigInteger k = ExactCurve.hash(point, publicKey, message);
                byte[] signature =
                        both(point, ExactCurve.littleEndian(r.add(k.multiply(a)).mod(ExactCurve.L)));

                boolean cancel = cancelled(partOfA, partOfR, k);
                assertVerdict(
                        "seed " + SEED + ", parts " + partOfA + " and " + partOfR,
                        cancel,
                        publicKey,
                        message,
                        signature);
                accepted += cancel ? 1 : 0;
                refused += cancel ? 0 : 1;
            }
        }
        assertThat(accepted).isGreaterThan(4);
        assertThat(refused).isGreaterThan(40);
    }

    private static boolean cancelled(int partOfA, int partOfR, BigInteger k) {
        int rest = k.mod(BigInteger.valueOf(8)).intValue();
        return (partOfR + rest * partOfA) % 8 == 0;
    }

    private static byte[] both(byte[] r, byte[] s) {
        byte[] signature = new byte[64];
        System.arraycopy(r, 0, signature, 0, 32);
        System.arraycopy(s, 0, signature, 32, 32);
        return signature;
    }

    private static byte[] hex(String digits) {
        return digits == null ? new byte[0] : HexFormat.of().parseHex(digits);
    }
}
