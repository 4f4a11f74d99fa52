package io.gridclear.market.twin;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Merkle tree hash as RFC 6962, section 2.1, defines it: by recursion over the whole list. */
public final class SlowMerkleTree {

    private SlowMerkleTree() {}

    /** MTH of the leaves. */
    public static byte[] root(List<byte[]> leaves) {
        int n = leaves.size();
        if (n == 0) {
            return sha256(new byte[0]);
        }
        if (n == 1) {
            return sha256(new byte[] {0}, leaves.get(0));
        }
        int k = Integer.highestOneBit(n - 1);
        return sha256(new byte[] {1}, root(leaves.subList(0, k)), root(leaves.subList(k, n)));
    }

    /** SHA-256 of the parts, one after the other. */
    public static byte[] sha256(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(all.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
