package io.gridclear.ledger.proof;

import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.LedgerStore;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Root over the mutable state: RFC 6962 over its entries in the order of their keys, a leaf being key and value with their
 * lengths before them. The hashes of leaves are kept in memory, so that a block hashes what it changed and the inner nodes.
 */
public final class StateRoot {

    private final Sha256 sha256 = new Sha256();
    private final CanonicalWriter writer = new CanonicalWriter();
    private final TreeMap<byte[], byte[]> leaves;
    private final byte[] root;

    private StateRoot(TreeMap<byte[], byte[]> leaves) {
        this.leaves = leaves;
        this.root = MerkleTree.root(List.copyOf(leaves.values()), sha256);
    }

    /** The root over what a store holds. */
    public static StateRoot of(LedgerStore store) {
        TreeMap<byte[], byte[]> leaves = new TreeMap<>(Arrays::compareUnsigned);
        Sha256 sha256 = new Sha256();
        CanonicalWriter writer = new CanonicalWriter();
        for (Keyspace keyspace : Keyspace.values()) {
            if (keyspace.isLeaf()) {
                store.scan(keyspace.prefix(), (key, value) -> leaves.put(key, leaf(key, value, writer, sha256)));
            }
        }
        return new StateRoot(leaves);
    }

    /** The root with changes on top; this one stays as it is. */
    public StateRoot with(Iterable<LedgerStore.Change> changes) {
        TreeMap<byte[], byte[]> next = null;
        for (LedgerStore.Change change : changes) {
            if (!Keyspace.isLeaf(change.key())) {
                continue;
            }
            next = next == null ? new TreeMap<>(leaves) : next;
            if (change.value() == null) {
                next.remove(change.key());
            } else {
                next.put(change.key(), leaf(change.key(), change.value(), writer, sha256));
            }
        }
        return next == null ? this : new StateRoot(next);
    }

    /** The root, 32 bytes; never to be written to. */
    public byte[] bytes() {
        return root;
    }

    private static byte[] leaf(byte[] key, byte[] value, CanonicalWriter writer, Sha256 sha256) {
        return MerkleTree.leafHash(
                writer.start("gridclear.state-leaf.v1").bytes(key).bytes(value), sha256);
    }
}
