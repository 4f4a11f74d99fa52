package io.gridclear.bridge.batch;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The manifest of a METERED or CORRECTION run. The chunks hold the run's inputs; the log that the run rests on is that of the
 * INITIAL run's batch, which is named and not repeated.
 *
 * @param item the item that the batch is of
 * @param initialBatch digest of the INITIAL run's batch, 32 bytes; never to be written to
 * @param entries inputs in all chunks, &gt;= 0
 * @param chunkHashes SHA-256 of every chunk's payload by its number, 32 bytes each, never to be written to
 * @param claim what the operator says that the batch comes to
 * @param before what the run before came to; null where that was INITIAL
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its digest
public record RunManifest(
        ItemKey item,
        byte[] initialBatch,
        long entries,
        List<byte[]> chunkHashes,
        RunClaim claim,
        @Nullable RunClaim before)
        implements Manifest {

    private static final String DOMAIN = "gridclear.run-manifest.v1";
    private static final byte[] NONE = {};

    public RunManifest {
        if (item.run() == ItemKey.INITIAL) {
            throw new IllegalArgumentException("the INITIAL run has a manifest of another kind");
        }
        if (entries < 0) {
            throw new IllegalArgumentException("inputs must be >= 0, are " + entries);
        }
        if (chunkHashes.size() > BatchManifest.MOST_CHUNKS) {
            throw new IllegalArgumentException(
                    "a batch has at most " + BatchManifest.MOST_CHUNKS + " chunks, not " + chunkHashes.size());
        }
        if (initialBatch.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("a digest has 32 bytes, not " + initialBatch.length);
        }
        chunkHashes = Manifest.checked(chunkHashes);
    }

    /** Starts a message with the canonical bytes. */
    public CanonicalWriter write(CanonicalWriter writer) {
        item.write(writer.start(DOMAIN)).raw(initialBatch).int64(entries).int32(chunkHashes.size());
        chunkHashes.forEach(writer::raw);
        claim.write(writer).int8(before == null ? 0 : 1);
        return before == null ? writer : before.write(writer);
    }

    @Override
    public byte[] digest() {
        return write(new CanonicalWriter()).hash(new Sha256());
    }

    @Override
    public byte[] feeder() {
        return NONE;
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
