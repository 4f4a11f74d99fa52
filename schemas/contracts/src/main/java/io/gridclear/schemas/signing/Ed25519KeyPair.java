package io.gridclear.schemas.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** An Ed25519 key pair (RFC 8032): a secret seed of 32 bytes and the public key of 32 bytes that follows from it. */
public final class Ed25519KeyPair {

    /** Length of a seed and of a public key. */
    public static final int KEY_BYTES = 32;

    private static final byte[] DERIVATION_DOMAIN = "gridclear.key.v1\n".getBytes(StandardCharsets.US_ASCII);

    private final byte[] seed;
    private final byte[] publicKey;

    private Ed25519KeyPair(byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[KEY_BYTES];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    /**
     * The key pair of a seed; the same seed gives the same pair everywhere.
     *
     * @param seed 32 secret bytes from a good source
     */
    public static Ed25519KeyPair fromSeed(byte[] seed) {
        if (seed.length != KEY_BYTES) {
            throw new IllegalArgumentException("a seed has " + KEY_BYTES + " bytes, not " + seed.length);
        }
        return new Ed25519KeyPair(seed.clone());
    }

    /**
     * The key pair of one usage point out of a fleet's seed: SHA-256 over a tag, the fleet's seed and the usage point's
     * id is the seed of the pair. For emulated fleets and for fleets whose head-end signs; a meter that signs itself
     * keeps a seed of its own.
     *
     * @param fleetSeed 32 secret bytes
     */
    public static Ed25519KeyPair derive(byte[] fleetSeed, String usagePointMrid) {
        if (fleetSeed.length != KEY_BYTES) {
            throw new IllegalArgumentException("a fleet's seed has " + KEY_BYTES + " bytes, not " + fleetSeed.length);
        }
        MessageDigest sha256 = sha256();
        sha256.update(DERIVATION_DOMAIN);
        sha256.update(fleetSeed);
        sha256.update(usagePointMrid.getBytes(StandardCharsets.UTF_8));
        return new Ed25519KeyPair(sha256.digest());
    }

    /** The public key, 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The secret seed, 32 bytes. */
    public byte[] seed() {
        return seed.clone();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
