package io.gridclear.ledger.item;

import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleLog;
import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;

/** The log of outcomes: grows only; roots and paths cost O(log n) reads. */
public final class Outcomes {

    private final Overlay overlay;
    private final Sha256 sha256;
    private final MerkleLog log;
    private long count;

    /**
     * The log.
     *
     * @param count outcomes so far
     */
    public Outcomes(Overlay overlay, long count, Sha256 sha256) {
        this.overlay = overlay;
        this.sha256 = sha256;
        this.count = count;
        this.log = new MerkleLog(sha256, (level, index) -> require(subtreeKey(level, index)));
    }

    /** Number of outcomes. */
    public long count() {
        return count;
    }

    /** An outcome by its index. */
    public Outcome get(long index) {
        return Outcome.of(require(Keyspace.OUTCOME.key(index)));
    }

    /** Root over the log, 32 bytes. */
    public byte[] root() {
        return log.root(count);
    }

    /** Path of an outcome to {@link #root}. */
    public MerklePath path(long index) {
        return log.path(0, index, count);
    }

    /** Appends an outcome, and says at which index. */
    long append(Outcome outcome) {
        long index = count;
        log.append(
                index,
                MerkleTree.leafHash(outcome.write(new CanonicalWriter()), sha256),
                (level, at, hash) -> overlay.put(subtreeKey(level, at), hash));
        overlay.put(Keyspace.OUTCOME.key(index), outcome.toBytes());
        count++;
        return index;
    }

    private byte[] require(byte[] key) {
        byte[] value = overlay.get(key);
        if (value == null) {
            throw new IllegalStateException("the log of " + count + " outcomes has a hole");
        }
        return value;
    }

    private static byte[] subtreeKey(int level, long index) {
        return Keyspace.OUTCOME_SUBTREE.key(new byte[] {(byte) level}, Keyspace.int64(index));
    }
}
