package io.gridclear.schemas.signing;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Which Ed25519 public keys a usage point may have. */
public final class PublicKeys {

    private PublicKeys() {}

    /**
     * Whether {@code publicKey} is a point of the curve in its one canonical encoding whose order is not small. A key of
     * small order would let one signature hold for many messages. Registration refuses a key by this rule, and
     * verification applies it again, so that a key that slipped in verifies nothing.
     *
     * @param publicKey 32 bytes; any other length is not acceptable
     */
    public static boolean isAcceptable(byte[] publicKey) {
        return publicKey.length == Ed25519KeyPair.KEY_BYTES
                && CurveBytes.isCanonicalPoint(publicKey, 0)
                && !CurveBytes.isSmallOrder(publicKey, 0)
                && Ed25519.validatePublicKeyPartial(publicKey, 0);
    }
}
