package io.gridclear.market.twin;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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

    /** PATH(m, D[n]) as RFC 6962, section 2.1.1, defines it. */
    public static List<byte[]> path(int m, List<byte[]> leaves) {
        int n = leaves.size();
        if (n == 1) {
            return List.of();
        }
        int k = Integer.highestOneBit(n - 1);
        List<byte[]> path = new ArrayList<>();
        if (m < k) {
            path.addAll(path(m, leaves.subList(0, k)));
            path.add(root(leaves.subList(k, n)));
        } else {
            path.addAll(path(m - k, leaves.subList(k, n)));
            path.add(root(leaves.subList(0, k)));
        }
        return path;
    }

    /** Path of leaves [from, to), which the recursion must come upon as one of its lists. */
    public static List<byte[]> path(int from, int to, List<byte[]> leaves) {
        int n = leaves.size();
        if (from == 0 && to == n) {
            return List.of();
        }
        int k = Integer.highestOneBit(n - 1);
        List<byte[]> path = new ArrayList<>();
        if (to <= k) {
            path.addAll(path(from, to, leaves.subList(0, k)));
            path.add(root(leaves.subList(k, n)));
        } else if (from >= k) {
            path.addAll(path(from - k, to - k, leaves.subList(k, n)));
            path.add(root(leaves.subList(0, k)));
        } else {
            throw new AssertionError("no subtree of " + n + " leaves holds just " + from + " to " + to);
        }
        return path;
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
