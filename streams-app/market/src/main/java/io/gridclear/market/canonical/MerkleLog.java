package io.gridclear.market.canonical;

import java.util.ArrayList;
import java.util.List;

/**
 * Merkle tree of RFC 6962 that only grows, over hashes that somebody else keeps: the root of every full subtree by level
 * and index, leaves being level 0. Those never change, so that roots and paths of the log as it was at any earlier size
 * follow as well, from O(log n) hashes each. Single-threaded.
 */
public final class MerkleLog {

    /** Finds the root of a full subtree: leaves [index &lt;&lt; level, (index + 1) &lt;&lt; level), 32 bytes. */
    public interface Subtrees {
        byte[] hash(int level, long index);
    }

    /** Keeps the root of a full subtree. */
    public interface Store {
        void put(int level, long index, byte[] hash);
    }

    private final Sha256 sha256;
    private final Subtrees subtrees;

    /** A log over what is kept. */
    public MerkleLog(Sha256 sha256, Subtrees subtrees) {
        this.sha256 = sha256;
        this.subtrees = subtrees;
    }

    /**
     * Appends a leaf: keeps its hash and the root of every subtree that it completes, the lowest first. Of each level it
     * reads the last hash at most, and before it keeps another there.
     *
     * @param leaves leaves so far
     * @throws IllegalArgumentException if the hash has not 32 bytes, or there are no more leaves to be had
     */
    public void append(long leaves, byte[] leafHash, Store store) {
        MerkleTree.requireHash(leafHash);
        if (leaves < 0 || leaves == Long.MAX_VALUE) {
            throw new IllegalArgumentException("no leaf follows " + leaves + " leaves");
        }
        byte[] hash = leafHash;
        int level = 0;
        long index = leaves;
        for (; (index & 1) == 1; index >>= 1) {
            byte[] left = subtrees.hash(level, index - 1);
            store.put(level, index, hash);
            hash = MerkleTree.nodeHash(left, hash, sha256);
            level++;
        }
        store.put(level, index, hash);
    }

    /**
     * Root of the first so many leaves, 32 bytes.
     *
     * @throws IllegalArgumentException for fewer than no leaves
     */
    public byte[] root(long leaves) {
        if (leaves < 0) {
            throw new IllegalArgumentException("a tree has no " + leaves + " leaves");
        }
        return leaves == 0 ? MerkleTree.emptyRoot(sha256) : fold(0, leaves);
    }

    /**
     * Root over the leaves of a block, the last one of the first so many leaves being incomplete where they end in it.
     *
     * @throws IllegalArgumentException if there is no such block
     */
    public byte[] blockRoot(int level, long index, long leaves) {
        requirePlace(level, index, leaves);
        long first = index << level;
        return fold(first, Math.min(1L << level, leaves - first));
    }

    /**
     * Path of a leaf, or of a block, to the root of the first so many leaves.
     *
     * @param level 0 for a leaf
     * @param index place among the leaves, or among the blocks of this level
     * @throws IllegalArgumentException if there is no such place
     */
    public MerklePath path(int level, long index, long leaves) {
        requirePlace(level, index, leaves);
        List<byte[]> siblings = new ArrayList<>();
        long own = index;
        long last = MerklePath.blocks(level, leaves) - 1;
        for (int height = level; last > 0; height++) {
            long sibling = own ^ 1;
            if (sibling <= last) {
                siblings.add(blockRoot(height, sibling, leaves));
            }
            own >>= 1;
            last >>= 1;
        }
        return new MerklePath(level, index, leaves, siblings);
    }

    /** Root over a run of leaves that starts where a subtree of at least its size does: its full subtrees, right to left. */
    private byte[] fold(long first, long count) {
        int level = Long.numberOfTrailingZeros(count);
        long end = first + count;
        long rest = count & (count - 1);
        byte[] root = subtrees.hash(level, (end >>> level) - 1);
        for (long done = 1L << level; rest != 0; rest &= rest - 1) {
            level = Long.numberOfTrailingZeros(rest);
            root = MerkleTree.nodeHash(subtrees.hash(level, ((end - done) >>> level) - 1), root, sha256);
            done += 1L << level;
        }
        return root;
    }

    private static void requirePlace(int level, long index, long leaves) {
        long blocks = MerklePath.blocks(level, leaves);
        if (index < 0 || index >= blocks) {
            throw new IllegalArgumentException(
                    "no place " + index + " among " + blocks + " of level " + level + " in " + leaves + " leaves");
        }
    }
}
