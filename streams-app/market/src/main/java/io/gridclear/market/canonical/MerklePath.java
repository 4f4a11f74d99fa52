package io.gridclear.market.canonical;

import java.util.Arrays;
import java.util.List;

/**
 * Shows that a hash stands at a place of a Merkle tree of RFC 6962 (section 2.1.1). The place is a leaf (level 0), or a
 * block: an aligned run of 2^level leaves, of which the last of a tree may hold fewer. Blocks of one level are to the tree
 * above them what leaves are, so that one rule serves both.
 *
 * <p>A root does not bind the number of its leaves: take both from the same trusted source. Sizes that put the same
 * siblings on the same sides (3 and 4 leaves, for leaf 0) come to the same root.
 *
 * @param level 0 for a leaf, else the block's; at most {@link #MAX_LEVEL}
 * @param index place among the leaves, or among the blocks of this level, from 0
 * @param leaves leaves of the whole tree, &gt; 0
 * @param siblings hashes beside the way up, the lowest first, 32 bytes each; never to be written to
 */
public record MerklePath(int level, long index, long leaves, List<byte[]> siblings) {

    /** A block of 2^62 leaves holds the half of the largest tree. */
    public static final int MAX_LEVEL = 62;

    /** A tree has fewer than 2^63 leaves: so many siblings and no more can stand beside the way up. */
    public static final int MAX_SIBLINGS = 63;

    /**
     * A path; whether it leads anywhere is for {@link #leadsTo}.
     *
     * @throws IllegalArgumentException if no tree has such a place or such siblings
     */
    public MerklePath {
        long blocks = blocks(level, leaves);
        if (index < 0 || index >= blocks) {
            throw new IllegalArgumentException(
                    "no place " + index + " among " + blocks + " of level " + level + " in " + leaves + " leaves");
        }
        if (siblings.size() > MAX_SIBLINGS) {
            throw new IllegalArgumentException(
                    "a path of " + siblings.size() + " siblings is longer than " + MAX_SIBLINGS);
        }
        siblings = List.copyOf(siblings);
        for (byte[] sibling : siblings) {
            MerkleTree.requireHash(sibling);
        }
    }

    /**
     * Number of blocks of a level in a tree, the last one possibly incomplete.
     *
     * @throws IllegalArgumentException if there is no such level, or no leaf
     */
    public static long blocks(int level, long leaves) {
        if (level < 0 || level > MAX_LEVEL || leaves <= 0) {
            throw new IllegalArgumentException("no level " + level + " in a tree of " + leaves + " leaves");
        }
        return ((leaves - 1) >>> level) + 1;
    }

    /** Index of the first leaf of the place. */
    public long firstLeaf() {
        return index << level;
    }

    /** Leaves of the place: 1 for a leaf, 2^level for a block, fewer for an incomplete last one. */
    public long placeLeaves() {
        return Math.min(1L << level, leaves - firstLeaf());
    }

    /**
     * Whether the path leads from a hash to a root (RFC 9162, section 2.1.3.2).
     *
     * @param hash the leaf's hash, or the root over the leaves of the block
     * @param root the root of the whole tree
     * @return false as well for too few or too many siblings
     * @throws IllegalArgumentException if either has not 32 bytes
     */
    public boolean leadsTo(byte[] hash, byte[] root, Sha256 sha256) {
        MerkleTree.requireHash(hash);
        MerkleTree.requireHash(root);
        long own = index;
        long last = blocks(level, leaves) - 1;
        byte[] reached = hash;
        for (byte[] sibling : siblings) {
            if (last == 0) {
                return false;
            }
            if ((own & 1) == 1 || own == last) {
                reached = MerkleTree.nodeHash(sibling, reached, sha256);
                // the last of an odd row has no sibling there: it goes up as it is
                for (; (own & 1) == 0 && own != 0; own >>= 1) {
                    last >>= 1;
                }
            } else {
                reached = MerkleTree.nodeHash(reached, sibling, sha256);
            }
            own >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(reached, root);
    }

    /** Whether both are the same path, to the byte. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MerklePath o
                && level == o.level
                && index == o.index
                && leaves == o.leaves
                && Arrays.deepEquals(siblings.toArray(), o.siblings.toArray());
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(siblings.toArray()) * 31 + Long.hashCode(index);
    }
}
