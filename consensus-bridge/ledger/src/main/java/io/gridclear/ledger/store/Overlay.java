package io.gridclear.ledger.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Changes that stand apart from a store until they are applied, and the store as it would be with them. A value that is set
 * to what the store holds is no change. Single-threaded.
 */
public final class Overlay {

    private final LedgerStore store;
    private final TreeMap<byte[], Optional<byte[]>> changes = new TreeMap<>(Arrays::compareUnsigned);

    /** No changes yet. */
    public Overlay(LedgerStore store) {
        this.store = store;
    }

    /** Value of a key, or null; never to be written to. */
    public byte @Nullable [] get(byte[] key) {
        Optional<byte[]> change = changes.get(key);
        return change != null ? change.orElse(null) : store.get(key);
    }

    /** Sets a value; key and value are never written to afterwards. */
    public void put(byte[] key, byte[] value) {
        if (Arrays.equals(store.get(key), value)) {
            changes.remove(key);
        } else {
            changes.put(key, Optional.of(value));
        }
    }

    /** Removes a key. */
    public void delete(byte[] key) {
        if (store.get(key) == null) {
            changes.remove(key);
        } else {
            changes.put(key, Optional.empty());
        }
    }

    /** Sets all these values on top. */
    public void putAll(Iterable<LedgerStore.Change> others) {
        for (LedgerStore.Change change : others) {
            if (change.value() == null) {
                delete(change.key());
            } else {
                put(change.key(), change.value());
            }
        }
    }

    /** Every key that begins with a prefix, ascending, with its value; the visitor may change them. */
    public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
        TreeMap<byte[], byte[]> found = new TreeMap<>(Arrays::compareUnsigned);
        store.scan(prefix, found::put);
        for (Map.Entry<byte[], Optional<byte[]>> change :
                changes.tailMap(prefix, true).entrySet()) {
            if (!Keyspace.startsWith(change.getKey(), prefix)) {
                break;
            }
            change.getValue()
                    .ifPresentOrElse(value -> found.put(change.getKey(), value), () -> found.remove(change.getKey()));
        }
        found.forEach(visitor);
    }

    /** Whether nothing differs from the store. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The changes, ascending by key. */
    public List<LedgerStore.Change> changes() {
        List<LedgerStore.Change> list = new ArrayList<>(changes.size());
        changes.forEach((key, value) -> list.add(new LedgerStore.Change(key, value.orElse(null))));
        return list;
    }
}
