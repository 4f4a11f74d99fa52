package io.gridclear.schemas.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Raw Ed25519 keys in the envelopes of RFC 8410 that Java's providers take. */
final class KeyEncodings {

    /** SubjectPublicKeyInfo with algorithm 1.3.101.112, up to the 32 bytes of the key. */
    private static final byte[] PUBLIC_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** OneAsymmetricKey version 0 with the same algorithm, up to the 32 bytes of the seed. */
    private static final byte[] PRIVATE_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private KeyEncodings() {}

    static PublicKey publicKey(Provider provider, byte[] raw) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519", provider)
                .generatePublic(new X509EncodedKeySpec(behind(PUBLIC_PREFIX, raw)));
    }

    static PrivateKey privateKey(Provider provider, byte[] seed) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519", provider)
                .generatePrivate(new PKCS8EncodedKeySpec(behind(PRIVATE_PREFIX, seed)));
    }

    private static byte[] behind(byte[] prefix, byte[] key) {
        byte[] envelope = new byte[prefix.length + key.length];
        System.arraycopy(prefix, 0, envelope, 0, prefix.length);
        System.arraycopy(key, 0, envelope, prefix.length, key.length);
        return envelope;
    }
}
