package io.gridclear.ops.demo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fingerprints of a sequence of records, by their index: two sequences have the same prints if they are the same bytes at
 * every index. Holds 32 bytes a record. Single-threaded.
 */
final class RecordPrints {

    private static final int INITIAL = 16;

    private byte[] @Nullable [] prints = new byte[INITIAL][];
    private long size;
    private boolean repeated;
    private final MessageDigest sha256;

    RecordPrints() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(long index, byte[] record) {
        int at = Math.toIntExact(index);
        if (at >= prints.length) {
            prints = Arrays.copyOf(prints, Math.max(at + 1, prints.length * 2));
        }
        repeated |= prints[at] != null;
        prints[at] = sha256.digest(record);
        size++;
    }

    long size() {
        return size;
    }

    /** Whether every index from 0 was there once, and with the same bytes as in the other sequence. */
    boolean isSameAs(RecordPrints other) {
        if (repeated || other.repeated || size != other.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            byte[] own = i < prints.length ? prints[i] : null;
            byte[] others = i < other.prints.length ? other.prints[i] : null;
            if (own == null || others == null || !Arrays.equals(own, others)) {
                return false;
            }
        }
        return true;
    }
}
