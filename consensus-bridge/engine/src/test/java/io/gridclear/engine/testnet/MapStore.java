package io.gridclear.engine.testnet;

import io.gridclear.ledger.store.LedgerStore;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The slow and obvious store: a sorted map in memory. */
public final class MapStore implements LedgerStore {
    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public synchronized byte[] get(byte[] key) {
        return entries.get(key);
    }

    @Override
    public synchronized void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
        entries.forEach((key, value) -> {
            if (key.length >= prefix.length && Arrays.equals(Arrays.copyOf(key, prefix.length), prefix)) {
                visitor.accept(key, value);
            }
        });
    }

    @Override
    public synchronized void apply(Iterable<Change> changes) {
        for (Change change : changes) {
            if (change.value() == null) {
                entries.remove(change.key());
            } else {
                entries.put(change.key(), change.value());
            }
        }
    }
}
