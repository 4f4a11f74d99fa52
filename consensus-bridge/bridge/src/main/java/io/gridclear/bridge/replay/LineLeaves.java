package io.gridclear.bridge.replay;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Leaves of the settlement tree in blocks of 4,096, as receipts carry them: 32 bytes a line and a path a block.
 * Single-threaded.
 */
public final class LineLeaves implements ClearingJournal.Output {

    /** Level of a block in the tree: an aligned run of 2^12 leaves is a subtree (RFC 6962). */
    public static final int BLOCK_LEVEL = 12;

    /** Leaves of a block: 128 KiB of hashes, an eighth of what a broker takes. */
    public static final int BLOCK_LEAVES = 1 << BLOCK_LEVEL;

    private final Sha256 sha256 = new Sha256();
    private final CanonicalWriter writer = new CanonicalWriter();
    private final MerkleTree tree = new MerkleTree(sha256, BLOCK_LEVEL);
    private final List<byte[]> blocks = new ArrayList<>();

    @Override
    public void trade(Trade trade) {
        // receipts are of settlement lines
    }

    @Override
    public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
        byte[] hash = MerkleTree.leafHash(line.write(writer, lineId), sha256);
        int within = (int) (tree.leaves() % BLOCK_LEAVES);
        if (within == 0) {
            blocks.add(new byte[0]);
        }
        int last = blocks.size() - 1;
        byte[] block = blocks.get(last);
        int used = within * Sha256.LENGTH;
        if (used == block.length) {
            block = Arrays.copyOf(block, Math.min(Math.max(1_024, used * 2), BLOCK_LEAVES * Sha256.LENGTH));
            blocks.set(last, block);
        }
        System.arraycopy(hash, 0, block, used, Sha256.LENGTH);
        tree.add(hash);
    }

    /** Number of lines. */
    public long lines() {
        return tree.leaves();
    }

    /** Number of blocks. */
    public int blockCount() {
        return blocks.size();
    }

    /** Hashes of a block's leaves, 32 bytes each, one after the other. */
    public byte[] block(int index) {
        long leaves = Math.min(BLOCK_LEAVES, lines() - (long) index * BLOCK_LEAVES);
        return Arrays.copyOf(blocks.get(index), (int) leaves * Sha256.LENGTH);
    }

    /** Path of a block's root to the settlement root. */
    public MerklePath path(int index) {
        return tree.blockPath(BLOCK_LEVEL, index);
    }

    /** The settlement root, 32 bytes. */
    public byte[] root() {
        return tree.root();
    }
}
