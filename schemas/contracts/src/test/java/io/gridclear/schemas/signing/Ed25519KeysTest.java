package io.gridclear.schemas.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gridclear.schemas.signing.ExactCurve.Point;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Ed25519KeysTest {

    private static final byte[] FLEET = new byte[Ed25519KeyPair.KEY_BYTES];
    private static final byte[] MESSAGE = "1500 Wh".getBytes(StandardCharsets.UTF_8);

    @Test
    void theSameFleetAndUsagePointGiveTheSameKeys() {
        Ed25519KeyPair keys = Ed25519KeyPair.derive(FLEET, "up-1");

        assertThat(Ed25519KeyPair.derive(FLEET, "up-1").publicKey()).isEqualTo(keys.publicKey());
        assertThat(Ed25519KeyPair.fromSeed(keys.seed()).publicKey()).isEqualTo(keys.publicKey());
        assertThat(Ed25519KeyPair.derive(FLEET, "up-2").publicKey()).isNotEqualTo(keys.publicKey());
        byte[] otherFleet = FLEET.clone();
        otherFleet[31] = 1;
        assertThat(Ed25519KeyPair.derive(otherFleet, "up-1").publicKey()).isNotEqualTo(keys.publicKey());
    }

    @Test
    void aSeedOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519KeyPair.fromSeed(new byte[31]));
        assertThatIllegalArgumentException().isThrownBy(() -> Ed25519KeyPair.derive(new byte[33], "up-1"));
    }

    @Test
    void whatIsSignedVerifiesAndNothingElseDoes() {
        Ed25519KeyPair keys = Ed25519KeyPair.derive(FLEET, "up-1");
        Ed25519Verifier verifier = Ed25519Verifiers.best();
        byte[] signature = new Ed25519Signer(keys).sign(MESSAGE);

        assertThat(verifier.verify(keys.publicKey(), MESSAGE, signature)).isTrue();
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] forged = signature.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verifier.verify(keys.publicKey(), MESSAGE, forged))
                    .as("bit %d", bit)
                    .isFalse();
        }
        assertThat(verifier.verify(keys.publicKey(), new byte[0], signature)).isFalse();
        assertThat(verifier.verify(Ed25519KeyPair.derive(FLEET, "up-2").publicKey(), MESSAGE, signature))
                .isFalse();
    }

    @Test
    void keysAndSignaturesOfAnotherLengthAreFalseOnes() {
        Ed25519KeyPair keys = Ed25519KeyPair.derive(FLEET, "up-1");
        Ed25519Verifier verifier = Ed25519Verifiers.best();
        byte[] signature = new Ed25519Signer(keys).sign(MESSAGE);

        assertThat(verifier.verify(new byte[0], MESSAGE, signature)).isFalse();
        assertThat(verifier.verify(Arrays.copyOf(keys.publicKey(), 33), MESSAGE, signature))
                .isFalse();
        assertThat(verifier.verify(keys.publicKey(), MESSAGE, new byte[0])).isFalse();
        assertThat(verifier.verify(keys.publicKey(), MESSAGE, Arrays.copyOf(signature, 65)))
                .isFalse();
        assertThat(verifier.verify(keys.publicKey(), MESSAGE, Arrays.copyOf(signature, 63)))
                .isFalse();
    }

    @Test
    void theNativeImplementationRunsOnThePlatformsThatItIsShippedFor() {
        boolean shipped = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");

        assertThat(Ed25519Verifiers.corretto().isPresent()).isEqualTo(shipped);
        assertThat(Ed25519Verifiers.best().name()).isEqualTo(shipped ? "corretto" : "bouncycastle");
    }

    @Test
    void keysOfTheCurveAreAcceptable() {
        assertThat(PublicKeys.isAcceptable(Ed25519KeyPair.derive(FLEET, "up-1").publicKey()))
                .isTrue();
        assertThat(PublicKeys.isAcceptable(ExactCurve.BASE.encoded())).isTrue();
        assertThat(PublicKeys.isAcceptable(new byte[31])).isFalse();
        assertThat(PublicKeys.isAcceptable(new byte[33])).isFalse();
    }

    @Test
    void thePointsOfSmallOrderAreNot() {
        Point eighth = ExactCurve.pointOfOrderEight();
        for (int i = 0; i < 8; i++) {
            byte[] key = eighth.times(BigInteger.valueOf(i)).encoded();
            assertThat(PublicKeys.isAcceptable(key)).as("%d eighths", i).isFalse();
            assertThat(CurveBytes.isSmallOrder(key, 0)).as("%d eighths", i).isTrue();
            assertThat(CurveBytes.isCanonicalPoint(key, 0)).as("%d eighths", i).isTrue();
        }
    }

    @Test
    void aboutHalfOfAllBytesAreNoPointAndNoneOfThoseIsAcceptable() {
        long seed = 8032;
        Random random = new Random(seed);
        int points = 0;
        for (int i = 0; i < 400; i++) {
            byte[] key = new byte[Ed25519KeyPair.KEY_BYTES];
            random.nextBytes(key);
            boolean point = ExactCurve.decodeOrNull(key) != null;
            assertThat(PublicKeys.isAcceptable(key))
                    .as("seed %d, key %d", seed, i)
                    .isEqualTo(point);
            points += point ? 1 : 0;
        }
        assertThat(points).isBetween(100, 300);
    }

    @Test
    void aSecondEncodingOfAPointIsNotAcceptable() {
        for (int y = 0; y < 19; y++) {
            byte[] key = ExactCurve.littleEndian(ExactCurve.P.add(BigInteger.valueOf(y)));
            assertThat(CurveBytes.isCanonicalPoint(key, 0)).as("y = p + %d", y).isFalse();
            assertThat(PublicKeys.isAcceptable(key)).as("y = p + %d", y).isFalse();
        }
    }

    @Test
    void theLargestScalarIsOneBelowTheOrder() {
        byte[] largest = ExactCurve.littleEndian(ExactCurve.L.subtract(BigInteger.ONE));
        byte[] order = ExactCurve.littleEndian(ExactCurve.L);

        assertThat(CurveBytes.isCanonicalScalar(largest, 0)).isTrue();
        assertThat(CurveBytes.isCanonicalScalar(order, 0)).isFalse();
    }
}
