package io.gridclear.bridge.batch;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.List;

/**
 * Names the chunks of a batch in their order and says what the operator claims. Its digest is the batch's: whoever knows
 * it knows every byte of the log.
 *
 * @param item the item that the batch is of
 * @param entries entries in all chunks, &gt; 0
 * @param chunkHashes SHA-256 of every chunk's payload by its number, 32 bytes each, never to be written to
 * @param feeder SHA-256 of the feeder that trades are routed through, 32 bytes, or empty; never to be written to
 * @param claim what the operator says that the batch comes to
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its digest
public record BatchManifest(ItemKey item, long entries, List<byte[]> chunkHashes, byte[] feeder, Claim claim)
        implements Manifest {

    /**
     * Most chunks of a batch: their hashes fill half of what a broker takes, and 8 GiB of log are some 40 million orders
     * of one area and period.
     */
    public static final int MOST_CHUNKS = 16_384;

    private static final String DOMAIN = "gridclear.batch-manifest.v1";

    public BatchManifest {
        if (entries <= 0) {
            throw new IllegalArgumentException("a batch has at least one entry, not " + entries);
        }
        if (chunkHashes.isEmpty() || chunkHashes.size() > MOST_CHUNKS) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + MOST_CHUNKS + " chunks, not " + chunkHashes.size());
        }
        if (feeder.length != 0 && feeder.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("a feeder's hash has 32 bytes, not " + feeder.length);
        }
        chunkHashes = Manifest.checked(chunkHashes);
    }

    /** The manifest of a batch of an area without a feeder. */
    public BatchManifest(ItemKey item, long entries, List<byte[]> chunkHashes, Claim claim) {
        this(item, entries, chunkHashes, new byte[0], claim);
    }

    /** Starts a message with the canonical bytes. */
    public CanonicalWriter write(CanonicalWriter writer) {
        item.write(writer.start(DOMAIN)).int64(entries).int32(chunkHashes.size());
        chunkHashes.forEach(writer::raw);
        writer.bytes(feeder);
        return claim.write(writer);
    }

    @Override
    public byte[] digest() {
        return write(new CanonicalWriter()).hash(new Sha256());
    }

    @Override
    public byte[] outcomeHash() {
        return claim.outcomeHash();
    }

    @Override
    public byte[] settlementRoot() {
        return claim.settlementRoot();
    }

    @Override
    public long settlementLines() {
        return claim.settlementLines();
    }
}
