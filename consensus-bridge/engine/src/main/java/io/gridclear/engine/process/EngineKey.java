package io.gridclear.engine.process;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An Ed25519 key pair of the engine: of a node, which its peers know it by, or of a validator, which signs blocks.
 *
 * @param seed the secret, 32 bytes (RFC 8032, section 5.1.5)
 * @param publicKey 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record EngineKey(byte[] seed, byte[] publicKey) {

    /** Bytes of a seed, and of a public key. */
    static final int BYTES = 32;

    private static final int ADDRESS_BYTES = 20;

    public EngineKey {
        if (seed.length != BYTES || publicKey.length != BYTES) {
            throw new IllegalArgumentException(
                    "an Ed25519 key is " + BYTES + " bytes, not " + seed.length + " and " + publicKey.length);
        }
    }

    /** A new key, from the platform's own source of chance. */
    public static EngineKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] seed = ((EdECPrivateKey) pair.getPrivate())
                    .getBytes()
                    .orElseThrow(() -> new IllegalStateException("the provider does not give keys away"));
            // X.509's form ends with the raw key (RFC 8410, section 4).
            byte[] encoded = pair.getPublic().getEncoded();
            return new EngineKey(seed, Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }

    /** The engine's address of a public key: the first 20 bytes of its SHA-256. */
    public static byte[] address(byte[] publicKey) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey), ADDRESS_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Name of the node that has this key among its peers. */
    public String nodeId() {
        return HexFormat.of().formatHex(address(publicKey));
    }

    /** Seed and public key, as the engine's files hold them. */
    byte[] seedAndPublicKey() {
        byte[] both = Arrays.copyOf(seed, 2 * BYTES);
        System.arraycopy(publicKey, 0, both, BYTES, BYTES);
        return both;
    }

    /** The opposite of {@link #seedAndPublicKey}. */
    static EngineKey ofSeedAndPublicKey(byte[] both) {
        if (both.length != 2 * BYTES) {
            throw new IllegalArgumentException("a key of " + both.length + " bytes");
        }
        return new EngineKey(Arrays.copyOf(both, BYTES), Arrays.copyOfRange(both, BYTES, 2 * BYTES));
    }

    @Override
    public String toString() {
        return "EngineKey[" + HexFormat.of().formatHex(publicKey) + "]"; // never the seed
    }
}
