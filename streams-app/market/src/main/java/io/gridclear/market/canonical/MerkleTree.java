package io.gridclear.market.canonical;

import java.util.ArrayList;
import java.util.List;

/**
 * Merkle tree of RFC 6962 (section 2.1) in memory, for paths: hashes of leaves in, roots and {@link MerklePath}s out. Leaf
 * = SHA-256(0x00 || bytes), node = SHA-256(0x01 || left || right), the empty tree's root is SHA-256 of nothing.
 *
 * <p>A tree that gives paths of blocks of 2^k leaves keeps two hashes a block, not two a leaf. Single-threaded.
 */
public final class MerkleTree {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    /** One level: its hashes, or, below the lowest that has paths, the last one only. */
    private static final class Level {
        private final List<byte[]> hashes = new ArrayList<>();
        private long dropped;
    }

    private final int lowest;
    private final List<Level> levels = new ArrayList<>();
    private final MerkleLog log;
    private long leaves;

    /** An empty tree that gives paths of leaves. */
    public MerkleTree(Sha256 sha256) {
        this(sha256, 0);
    }

    /**
     * An empty tree that gives paths of blocks.
     *
     * @param lowest lowest level that has paths: 12 for blocks of 4,096 leaves
     * @throws IllegalArgumentException if there is no such level
     */
    public MerkleTree(Sha256 sha256, int lowest) {
        if (lowest < 0 || lowest > MerklePath.MAX_LEVEL) {
            throw new IllegalArgumentException("a tree has no level " + lowest);
        }
        this.lowest = lowest;
        this.log = new MerkleLog(sha256, this::hash);
    }

    /** Hash of a leaf: of what the writer holds since its start. 32 bytes. */
    public static byte[] leafHash(CanonicalWriter message, Sha256 sha256) {
        return message.hash(LEAF, sha256);
    }

    /** Hash of a leaf with these bytes. 32 bytes. */
    public static byte[] leafHash(byte[] message, Sha256 sha256) {
        return sha256.hash(LEAF, message, message.length);
    }

    /** Hash of a node over two hashes. 32 bytes. */
    public static byte[] nodeHash(byte[] left, byte[] right, Sha256 sha256) {
        return sha256.hash(NODE, left, right);
    }

    /** Root of the tree without a leaf. 32 bytes. */
    public static byte[] emptyRoot(Sha256 sha256) {
        return sha256.hash(new byte[0]);
    }

    /** Root over leaves with these hashes, 32 bytes: of a whole tree, or of a block. */
    public static byte[] root(List<byte[]> leafHashes, Sha256 sha256) {
        // nobody asks it for a path: nothing but the last hash of each level is kept
        MerkleTree tree = new MerkleTree(sha256, MerklePath.MAX_LEVEL);
        leafHashes.forEach(tree::add);
        return tree.root();
    }

    /**
     * Checks the length of a hash.
     *
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    static void requireHash(byte[] hash) {
        if (hash.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + hash.length);
        }
    }

    /**
     * Adds a leaf.
     *
     * @param leafHash {@link #leafHash}; never to be written to
     * @throws IllegalArgumentException if it has not 32 bytes
     */
    public void add(byte[] leafHash) {
        log.append(leaves, leafHash, this::keep);
        leaves++;
    }

    /** Number of leaves. */
    public long leaves() {
        return leaves;
    }

    /** Root over all leaves so far, 32 bytes; never to be written to. */
    public byte[] root() {
        return log.root(leaves);
    }

    /**
     * Path of a leaf to the {@link #root()}.
     *
     * @throws IllegalArgumentException if there is no such leaf, or this tree has only paths of blocks
     */
    public MerklePath path(long leafIndex) {
        return blockPath(0, leafIndex);
    }

    /**
     * Path of a block of 2^level leaves to the {@link #root()}.
     *
     * @param index place among the blocks of this level
     * @throws IllegalArgumentException if there is no such block, or this tree has no paths of so small ones
     */
    public MerklePath blockPath(int level, long index) {
        requireKept(level);
        return log.path(level, index, leaves);
    }

    /**
     * Root over the leaves of a block, 32 bytes; never to be written to.
     *
     * @throws IllegalArgumentException as {@link #blockPath} does
     */
    public byte[] blockRoot(int level, long index) {
        requireKept(level);
        return log.blockRoot(level, index, leaves);
    }

    private void requireKept(int level) {
        if (level < lowest) {
            throw new IllegalArgumentException("level " + level + " is below " + lowest + ", the lowest with paths");
        }
    }

    private byte[] hash(int level, long index) {
        Level own = levels.get(level);
        return own.hashes.get(Math.toIntExact(index - own.dropped));
    }

    private void keep(int level, long index, byte[] hash) {
        if (level == levels.size()) {
            levels.add(new Level());
        }
        Level own = levels.get(level);
        if (level < lowest && index > 0) {
            own.hashes.set(0, hash);
            own.dropped = index;
        } else {
            own.hashes.add(hash);
        }
    }
}
