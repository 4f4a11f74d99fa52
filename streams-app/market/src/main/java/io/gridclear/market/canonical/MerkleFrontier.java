package io.gridclear.market.canonical;

import java.util.ArrayList;
import java.util.List;

/**
 * Merkle tree of RFC 6962 (section 2.1) that grows leaf by leaf and keeps only the roots of its full subtrees: at most 63
 * hashes, so that it can be saved in the middle of a long run. Its hashes are those of {@link MerkleTree}, which gives
 * paths as well. Single-threaded.
 */
public final class MerkleFrontier {

    private final Sha256 sha256;
    private final List<byte[]> subtrees = new ArrayList<>();
    private long leaves;

    /** An empty tree. */
    public MerkleFrontier(Sha256 sha256) {
        this.sha256 = sha256;
    }

    /**
     * A tree as it was saved.
     *
     * @param leaves number of leaves so far
     * @param subtrees {@link #subtrees()} of that moment
     * @throws IllegalArgumentException if the two do not belong together
     */
    public MerkleFrontier(Sha256 sha256, long leaves, List<byte[]> subtrees) {
        if (Long.bitCount(leaves) != subtrees.size() || leaves < 0) {
            throw new IllegalArgumentException(leaves + " leaves do not have " + subtrees.size() + " full subtrees");
        }
        for (byte[] root : subtrees) {
            if (root.length != Sha256.LENGTH) {
                throw new IllegalArgumentException("the root of a subtree has " + root.length + " bytes, not 32");
            }
        }
        this.sha256 = sha256;
        this.leaves = leaves;
        this.subtrees.addAll(subtrees);
    }

    /** Adds a leaf: what the writer holds since its start. */
    public void add(CanonicalWriter leaf) {
        byte[] hash = MerkleTree.leafHash(leaf, sha256);
        for (long full = leaves; (full & 1) == 1; full >>= 1) {
            hash = MerkleTree.nodeHash(subtrees.remove(subtrees.size() - 1), hash, sha256);
        }
        subtrees.add(hash);
        leaves++;
    }

    /** Number of leaves. */
    public long leaves() {
        return leaves;
    }

    /** Roots of the full subtrees, largest first, never to be written to; as many as bits are set in {@link #leaves()}. */
    public List<byte[]> subtrees() {
        return List.copyOf(subtrees);
    }

    /** Root over all leaves so far, 32 bytes. */
    public byte[] root() {
        if (subtrees.isEmpty()) {
            return MerkleTree.emptyRoot(sha256);
        }
        byte[] root = subtrees.get(subtrees.size() - 1).clone();
        for (int i = subtrees.size() - 2; i >= 0; i--) {
            root = MerkleTree.nodeHash(subtrees.get(i), root, sha256);
        }
        return root;
    }
}
