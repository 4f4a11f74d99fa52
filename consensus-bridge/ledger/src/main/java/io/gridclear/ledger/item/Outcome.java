package io.gridclear.ledger.item;

import io.gridclear.market.canonical.CanonicalWriter;

/**
 * How an item ended: a leaf of the ledger's log of outcomes (RFC 6962), and what a receipt proves.
 *
 * @param item the item
 * @param status FINAL or DISPUTED
 * @param batchDigest digest of the batch that agents fetched, 32 bytes
 * @param claimedHash the operator's h, 32 bytes
 * @param verifiedHash h of more than two thirds of the agents (the paper's Hveri), 32 bytes
 * @param settlementRoot root over the settlement lines as the operator claims it, 32 bytes; true if FINAL, since h covers it
 * @param lines number of settlement lines
 * @param producer address of the head of the queue, 20 bytes
 * @param attestations agents that attested the verified hash
 * @param agents size of the committee
 * @param height height of the block that decided
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
public record Outcome(
        ItemKey item,
        Status status,
        byte[] batchDigest,
        byte[] claimedHash,
        byte[] verifiedHash,
        byte[] settlementRoot,
        long lines,
        byte[] producer,
        int attestations,
        int agents,
        long height) {

    /** How it ended. */
    public enum Status {
        /** More than two thirds of the agents, the producer among them, computed what the operator claims. */
        FINAL(1),
        /** They computed something else. */
        DISPUTED(2);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        /** Canonical code. */
        public int code() {
            return code;
        }

        /** The status of a code. */
        public static Status ofCode(int code) {
            return switch (code) {
                case 1 -> FINAL;
                case 2 -> DISPUTED;
                default -> throw new IllegalArgumentException("no status has the code " + code);
            };
        }
    }

    /** Starts a message with the canonical bytes: the leaf. */
    public CanonicalWriter write(CanonicalWriter writer) {
        item.write(writer.start("gridclear.outcome-leaf.v1"));
        return writer.int8(status.code)
                .raw(batchDigest)
                .raw(claimedHash)
                .raw(verifiedHash)
                .raw(settlementRoot)
                .int64(lines)
                .raw(producer)
                .int32(attestations)
                .int32(agents)
                .int64(height);
    }
}
