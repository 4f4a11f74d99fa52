package io.gridclear.bridge.operator;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.replay.LineLeaves;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Receipts of an item: one for every block of its lines. */
final class ReceiptRecords {

    private ReceiptRecords() {}

    /**
     * Receipts of a decided item: one a block, one without leaves if there is no line or the item is disputed.
     *
     * @param leaves the item's lines
     * @param proof the engine's proof of the outcome
     * @param nowMs the bridge's clock, epoch ms
     */
    static List<Receipt> of(String chainId, Outcome outcome, LineLeaves leaves, byte[] proof, long nowMs) {
        boolean isFinal = outcome.status() == Outcome.Status.FINAL;
        if (!isFinal || leaves.lines() == 0) {
            return List.of(receipt(chainId, outcome, proof, nowMs).build());
        }
        List<Receipt> receipts = new ArrayList<>(leaves.blockCount());
        for (int block = 0; block < leaves.blockCount(); block++) {
            receipts.add(receipt(chainId, outcome, proof, nowMs)
                    .setFirstLineIndex((long) block * LineLeaves.BLOCK_LEAVES)
                    .setLeafHashes(ByteBuffer.wrap(leaves.block(block)))
                    .setPath(ByteBuffer.wrap(
                            BatchRecords.joined(leaves.path(block).siblings())))
                    .build());
        }
        return receipts;
    }

    private static Receipt.Builder receipt(String chainId, Outcome outcome, byte[] proof, long nowMs) {
        return Receipt.newBuilder()
                .setAreaMrid(outcome.item().area())
                .setPeriodStart(Instant.ofEpochMilli(outcome.item().periodStart()))
                .setRun(BatchRecords.run(outcome.item().run()))
                .setRevision(outcome.item().revision())
                .setStatus(
                        switch (outcome.status()) {
                            case FINAL -> LedgerStatus.FINAL;
                            case DISPUTED -> LedgerStatus.DISPUTED;
                        })
                .setBatchDigest(ByteBuffer.wrap(outcome.batchDigest()))
                .setClaimedHash(ByteBuffer.wrap(outcome.claimedHash()))
                .setVerifiedHash(ByteBuffer.wrap(outcome.verifiedHash()))
                .setSettlementRoot(ByteBuffer.wrap(outcome.settlementRoot()))
                .setSettlementLines(outcome.lines())
                .setChainId(chainId)
                .setDecidedHeight(outcome.height())
                .setProof(ByteBuffer.wrap(proof))
                .setPublishedAt(Instant.ofEpochMilli(nowMs));
    }
}
