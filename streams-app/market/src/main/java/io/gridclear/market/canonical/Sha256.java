package io.gridclear.market.canonical;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 (FIPS 180-4), 32 bytes out. Reusable; single-threaded. */
public final class Sha256 {

    /** Length of a hash, bytes. */
    public static final int LENGTH = 32;

    private final MessageDigest digest;

    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Hash of the first {@code length} bytes. */
    public byte[] hash(byte[] bytes, int length) {
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    /** Hash of all bytes. */
    public byte[] hash(byte[] bytes) {
        return digest.digest(bytes);
    }

    /** Hash of a prefix byte and two hashes. */
    byte[] hash(byte prefix, byte[] left, byte[] right) {
        digest.update(prefix);
        digest.update(left);
        return digest.digest(right);
    }

    /** Hash of a prefix byte and a message of {@code length} bytes. */
    byte[] hash(byte prefix, byte[] message, int length) {
        digest.update(prefix);
        digest.update(message, 0, length);
        return finish();
    }

    private byte[] finish() {
        byte[] hash = new byte[LENGTH];
        try {
            digest.digest(hash, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("32 bytes hold a SHA-256 hash", e);
        }
        return hash;
    }
}
