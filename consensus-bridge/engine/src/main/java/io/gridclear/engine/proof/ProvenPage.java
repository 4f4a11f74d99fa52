package io.gridclear.engine.proof;

import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * An aligned run of leaves of one Merkle tree, and what is proved of it: the hashes of its nodes as far as they are known, and the
 * way from its own root to the tree's. Of a node that is known the whole way up is known, and all that stands beside it. May be
 * used from several threads.
 */
final class ProvenPage {

    /** A page has 2^8 leaves: the first of them costs a whole path, and all that is remembered of them takes 16 KB. */
    static final int LEVEL = 8;

    private static final int NODES = 2 << LEVEL;

    /** By node: the root of the page is 1, and below n are 2n and 2n + 1. */
    private final byte[] hashes = new byte[NODES * Sha256.LENGTH];

    private final BitSet known = new BitSet(NODES);
    private final List<byte[]> upwards;

    /** The page of a leaf whose path is proved. */
    ProvenPage(MerklePath path, byte[] leafHash, Sha256 sha256) {
        int[] passed = passed(path);
        this.upwards = upwards(path, passed);
        byte[][] reached = new byte[LEVEL + 1][];
        reached[0] = leafHash;
        for (int level = 0; level < LEVEL; level++) {
            reached[level + 1] = above(path, passed, level, reached[level], sha256);
        }
        put(node(path, LEVEL), reached[LEVEL]);
        put(path, passed, reached, LEVEL);
    }

    /** Whether what is known proves a leaf of this page; if so, its way is known from now on as well. */
    synchronized boolean proves(MerklePath path, byte[] leafHash, Sha256 sha256) {
        int[] passed = passed(path);
        if (path.siblings().size() < passed[LEVEL]) {
            return false;
        }
        byte[][] reached = new byte[LEVEL + 1][];
        reached[0] = leafHash;
        int met = 0;
        for (; !known.get(node(path, met)); met++) {
            reached[met + 1] = above(path, passed, met, reached[met], sha256);
        }
        if (!is(node(path, met), reached[met])) {
            return false;
        }
        for (int level = met; level < LEVEL; level++) {
            if (hasSibling(passed, level) && !is(node(path, level) ^ 1, sibling(path, passed, level))) {
                return false;
            }
        }
        if (!Arrays.deepEquals(upwards(path, passed).toArray(), upwards.toArray())) {
            return false;
        }
        put(path, passed, reached, met);
        return true;
    }

    /** Remembers the way of a leaf up to a level, and what stands beside it. */
    private void put(MerklePath path, int[] passed, byte[][] reached, int end) {
        for (int level = 0; level < end; level++) {
            put(node(path, level), reached[level]);
            if (hasSibling(passed, level)) {
                put(node(path, level) ^ 1, sibling(path, passed, level));
            }
        }
    }

    private void put(int node, byte[] hash) {
        System.arraycopy(hash, 0, hashes, node * Sha256.LENGTH, Sha256.LENGTH);
        known.set(node);
    }

    private boolean is(int node, byte[] hash) {
        int at = node * Sha256.LENGTH;
        return known.get(node) && Arrays.equals(hashes, at, at + Sha256.LENGTH, hash, 0, hash.length);
    }

    /** Number of siblings that a path to a root has below each level of the page. */
    private static int[] passed(MerklePath path) {
        int[] passed = new int[LEVEL + 1];
        for (int level = 0; level < LEVEL; level++) {
            long last = (path.leaves() - 1) >>> level;
            // the last of an odd row has none there: it goes up as it is
            passed[level + 1] = passed[level] + (((path.index() >>> level) ^ 1) <= last ? 1 : 0);
        }
        return passed;
    }

    private static boolean hasSibling(int[] passed, int level) {
        return passed[level] < passed[level + 1];
    }

    private static byte[] sibling(MerklePath path, int[] passed, int level) {
        return path.siblings().get(passed[level]);
    }

    private static List<byte[]> upwards(MerklePath path, int[] passed) {
        return path.siblings().subList(passed[LEVEL], path.siblings().size());
    }

    private static byte[] above(MerklePath path, int[] passed, int level, byte[] hash, Sha256 sha256) {
        if (!hasSibling(passed, level)) {
            return hash;
        }
        byte[] sibling = sibling(path, passed, level);
        return ((path.index() >>> level) & 1) == 1
                ? MerkleTree.nodeHash(sibling, hash, sha256)
                : MerkleTree.nodeHash(hash, sibling, sha256);
    }

    private static int node(MerklePath path, int level) {
        int width = 1 << (LEVEL - level);
        return width + (int) ((path.index() >>> level) & (width - 1));
    }
}
