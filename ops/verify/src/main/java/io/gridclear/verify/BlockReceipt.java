package io.gridclear.verify;

import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A receipt as it stands in its topic, of a block of lines of an item (or of none), from which the receipt of each of its
 * lines is made. Only its proof is believed; where the record's other fields say something else, it is refused.
 */
public final class BlockReceipt {

    /** Lines of a receipt, and the grid on which blocks begin: a part of the contract, see Receipt.avsc. */
    public static final int MOST_LINES = 4_096;

    private final ReceiptProof proof;
    private final long firstLineIndex;
    private final List<byte[]> leaves;
    private final List<byte[]> upwards;
    private final MerkleTree block;
    private final Instant publishedAt;

    private BlockReceipt(Receipt record) {
        this.proof = ReceiptProof.of(bytes(record.getProof()));
        this.firstLineIndex = record.getFirstLineIndex();
        this.leaves = hashes(record.getLeafHashes());
        this.upwards = hashes(record.getPath());
        this.publishedAt = record.getPublishedAt();
        this.block = new MerkleTree(new Sha256());
        leaves.forEach(block::add);
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if it proves nothing, or says something else than its proof
     */
    public static BlockReceipt of(Receipt record) {
        BlockReceipt receipt = new BlockReceipt(record);
        Outcome outcome = receipt.outcome();
        ItemKey item = outcome.item();
        require(item.area().equals(record.getAreaMrid()), "area");
        require(item.periodStart() == record.getPeriodStart().toEpochMilli(), "period");
        require(LineReceipt.run(item).equals(record.getRun().name()) && item.revision() == record.getRevision(), "run");
        require(outcome.status().name().equals(record.getStatus().name()), "status");
        require(ByteBuffer.wrap(outcome.settlementRoot()).equals(record.getSettlementRoot()), "settlement root");
        require(outcome.lines() == record.getSettlementLines(), "number of lines");
        require(outcome.height() == record.getDecidedHeight(), "height");
        require(
                record.getFirstLineIndex() >= 0
                        && record.getFirstLineIndex() % MOST_LINES == 0
                        && record.getFirstLineIndex() + receipt.leaves.size() <= outcome.lines(),
                "place among the lines");
        return receipt;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("its " + what + " is not that of its proof");
        }
    }

    /** How the item ended. */
    public Outcome outcome() {
        return proof.outcome().outcome();
    }

    /** When it was published, by the bridge's clock. */
    public Instant publishedAt() {
        return publishedAt;
    }

    /** Whether a line of the item is one of this block. */
    public boolean covers(long lineIndex) {
        return lineIndex >= firstLineIndex && lineIndex - firstLineIndex < leaves.size();
    }

    /** Number of lines that it covers. */
    public int size() {
        return leaves.size();
    }

    /** Index of the first. */
    public long firstLineIndex() {
        return firstLineIndex;
    }

    /**
     * The receipt of one line; whether it proves the line is for {@link LineVerifier}.
     *
     * @throws IllegalArgumentException if it does not cover the line
     */
    public LineReceipt of(SettlementLine line) {
        if (!covers(line.getLineIndex())) {
            throw new IllegalArgumentException(
                    "line " + line.getLineIndex() + " is not in the block from " + firstLineIndex + " on");
        }
        // a block is an aligned subtree, so that the way up within it goes on as the block's own
        List<byte[]> siblings =
                new ArrayList<>(block.path(line.getLineIndex() - firstLineIndex).siblings());
        siblings.addAll(upwards);
        MerklePath path = new MerklePath(0, line.getLineIndex(), outcome().lines(), siblings);
        return LineReceipt.of(line, new LineProof(path), proof);
    }

    private static List<byte[]> hashes(ByteBuffer joined) {
        byte[] all = bytes(joined);
        if (all.length % Sha256.LENGTH != 0 || all.length > MOST_LINES * Sha256.LENGTH) {
            throw new IllegalArgumentException(all.length + " bytes are no hashes of a block");
        }
        List<byte[]> hashes = new ArrayList<>(all.length / Sha256.LENGTH);
        for (int at = 0; at < all.length; at += Sha256.LENGTH) {
            byte[] hash = new byte[Sha256.LENGTH];
            System.arraycopy(all, at, hash, 0, Sha256.LENGTH);
            hashes.add(hash);
        }
        return hashes;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
