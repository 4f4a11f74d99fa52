package io.gridclear.schemas.signing;

import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.Objects;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * The equation in pure Java. BouncyCastle 1.82 multiplies by the cofactor, so it accepts a signature whose R or A is off
 * by a point of order 2, 4 or 8, which others refuse. Hence what it accepts counts only if R has no such component, and
 * keys that have one, which nobody makes by accident, go to the JDK, which is ten times slower and exact.
 */
final class BouncyCastleEquation implements SignatureEquation<BouncyCastleEquation.Key> {

    /**
     * A decoded key: a point of order L for BouncyCastle, or a key for the JDK.
     *
     * @param point the point where its order is L
     * @param mixed the key where it is not
     */
    record Key(
            Ed25519.@Nullable PublicPoint point, @Nullable PublicKey mixed) {}

    private final ProviderEquation forMixedKeys = new ProviderEquation("jdk", jdkProvider());

    @Override
    public Key decode(byte[] acceptableKey) {
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(acceptableKey, 0);
        return point != null ? new Key(point, null) : new Key(null, forMixedKeys.decode(acceptableKey));
    }

    @Override
    public boolean holds(Key key, byte[] message, byte[] signature) {
        if (key.mixed() != null) {
            return forMixedKeys.holds(key.mixed(), message, signature);
        }
        return Ed25519.verify(signature, 0, key.point(), message, 0, message.length) && hasPureR(signature);
    }

    /** Whether R is a multiple of the base point: of order L, or the neutral element. */
    private static boolean hasPureR(byte[] signature) {
        return CurveBytes.isNeutral(signature, 0) || Ed25519.validatePublicKeyFull(signature, 0);
    }

    /** The JDK's own, whatever other providers an application has put before it. */
    private static Provider jdkProvider() {
        return Objects.requireNonNull(Security.getProvider("SunEC"), "this Java platform lacks the provider SunEC");
    }

    @Override
    public String name() {
        return "bouncycastle";
    }
}
