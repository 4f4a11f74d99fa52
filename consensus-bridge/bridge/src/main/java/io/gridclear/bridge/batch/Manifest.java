package io.gridclear.bridge.batch;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.Sha256;
import java.util.List;

/** Names the chunks of a batch in their order and says what the operator claims. Its digest is the batch's. */
public sealed interface Manifest permits BatchManifest, RunManifest {

    /** The item that the batch is of. */
    ItemKey item();

    /** Entries or inputs in all chunks. */
    long entries();

    /** SHA-256 of every chunk's payload by its number, 32 bytes each, never to be written to. */
    List<byte[]> chunkHashes();

    /** SHA-256 of the feeder that the batch carries, 32 bytes, or empty. */
    byte[] feeder();

    /** The batch's digest: SHA-256 of the canonical bytes, 32 bytes. */
    byte[] digest();

    /** The operator's h, 32 bytes. */
    byte[] outcomeHash();

    /** Root over the settlement lines as the operator claims it, 32 bytes. */
    byte[] settlementRoot();

    /** Number of settlement lines that the operator claims. */
    long settlementLines();

    /**
     * The hashes, checked and never to be changed.
     *
     * @throws IllegalArgumentException if one has not 32 bytes
     */
    static List<byte[]> checked(List<byte[]> hashes) {
        for (byte[] hash : hashes) {
            if (hash.length != Sha256.LENGTH) {
                throw new IllegalArgumentException("a chunk's hash has 32 bytes, not " + hash.length);
            }
        }
        return List.copyOf(hashes);
    }
}
