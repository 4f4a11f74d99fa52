package io.gridclear.ledger.store;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The committed state of one replica: an ordered map of bytes. Keys are compared as unsigned bytes. Single-threaded but
 * for {@link #get} and {@link #scan}, which see the last applied batch.
 */
public interface LedgerStore {

    /** Value of a key, or null; never to be written to. */
    byte @Nullable [] get(byte[] key);

    /** Every key that begins with a prefix, ascending, with its value. */
    void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor);

    /**
     * Applies a block's changes: all of them or none, durable when it returns (write-ahead log synced).
     *
     * @param changes ascending by key; a null value deletes
     */
    void apply(Iterable<Change> changes);

    /**
     * One change.
     *
     * @param key the key
     * @param value the new value, or null to delete
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Change(byte[] key, byte @Nullable [] value) {}
}
