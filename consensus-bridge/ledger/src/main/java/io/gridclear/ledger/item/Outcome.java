package io.gridclear.ledger.item;

import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;

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

    private static final String DOMAIN = "gridclear.outcome-leaf.v1";

    /**
     * An outcome.
     *
     * @throws IllegalArgumentException if a hash or the address has another length, a count is out of range, not more than
     *     two thirds attested, or the status does not follow from the hashes
     */
    public Outcome {
        for (byte[] hash : new byte[][] {batchDigest, claimedHash, verifiedHash, settlementRoot}) {
            if (hash.length != Sha256.LENGTH) {
                throw new IllegalArgumentException("a hash has 32 bytes, not " + hash.length);
            }
        }
        if (producer.length != Address.LENGTH || lines < 0 || agents < 1 || attestations > agents || height < 1) {
            throw new IllegalArgumentException("no outcome of " + item + " at height " + height + ": producer of "
                    + producer.length + " bytes, " + lines + " lines, " + attestations + " of " + agents + " agents");
        }
        if (3L * attestations <= 2L * agents) {
            throw new IllegalArgumentException(attestations + " of " + agents + " agents decide nothing: " + item);
        }
        if ((status == Status.FINAL) != Arrays.equals(claimedHash, verifiedHash)) {
            throw new IllegalArgumentException("the hashes of " + item + " do not make it " + status);
        }
    }

    /**
     * Reads what {@link #write} wrote, to the end.
     *
     * @throws IllegalArgumentException if it is no outcome
     */
    public static Outcome of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        ItemKey item = ItemKey.read(reader.start(DOMAIN));
        Outcome outcome = new Outcome(
                item,
                Status.ofCode(reader.int8()),
                reader.raw(Sha256.LENGTH),
                reader.raw(Sha256.LENGTH),
                reader.raw(Sha256.LENGTH),
                reader.raw(Sha256.LENGTH),
                reader.int64(),
                reader.raw(Address.LENGTH),
                reader.int32(),
                reader.int32(),
                reader.int64());
        reader.end();
        return outcome;
    }

    /** Canonical bytes: the leaf. */
    public byte[] toBytes() {
        return write(new CanonicalWriter()).toBytes();
    }

    /** Starts a message with the canonical bytes: the leaf. */
    public CanonicalWriter write(CanonicalWriter writer) {
        item.write(writer.start(DOMAIN));
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
