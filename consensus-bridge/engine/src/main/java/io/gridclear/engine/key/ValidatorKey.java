package io.gridclear.engine.key;

import io.gridclear.ledger.transaction.MessageSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * An Ed25519 key (RFC 8032) that a validator signs blocks with, or a node its transactions: a secret seed, and the public
 * key and the address that follow from it. May be shared between threads.
 */
public final class ValidatorKey implements MessageSigner {

    /** Length of a seed and of a public key. */
    public static final int KEY_BYTES = 32;

    /** Length of an address. */
    public static final int ADDRESS_BYTES = 20;

    private final byte[] seed;
    private final byte[] publicKey;
    private final byte[] address;

    private ValidatorKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[KEY_BYTES];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        this.address = addressOf(publicKey);
    }

    /**
     * The key of a seed; the same seed gives the same key everywhere.
     *
     * @param seed 32 secret bytes from a good source
     * @throws IllegalArgumentException if there are not 32
     */
    public static ValidatorKey fromSeed(byte[] seed) {
        if (seed.length != KEY_BYTES) {
            throw new IllegalArgumentException("a seed has " + KEY_BYTES + " bytes, not " + seed.length);
        }
        return new ValidatorKey(seed.clone());
    }

    /** A new key that nobody knows. */
    public static ValidatorKey generate(SecureRandom random) {
        byte[] seed = new byte[KEY_BYTES];
        random.nextBytes(seed);
        return new ValidatorKey(seed);
    }

    /** Address of a public key: the first 20 bytes of its SHA-256 (CometBFT specification, "Data Structures", Address). */
    public static byte[] addressOf(byte[] publicKey) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(publicKey), ADDRESS_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The secret seed, 32 bytes. */
    public byte[] seed() {
        return seed.clone();
    }

    /** The public key, 32 bytes. */
    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The address, 20 bytes. */
    public byte[] address() {
        return address.clone();
    }

    /** Signature over a message, 64 bytes; a function of key and message. */
    @Override
    public byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The address; never the secret. */
    @Override
    public String toString() {
        return "validator " + HexFormat.of().withUpperCase().formatHex(address);
    }
}
