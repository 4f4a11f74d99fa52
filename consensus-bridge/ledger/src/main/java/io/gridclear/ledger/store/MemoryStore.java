package io.gridclear.ledger.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A store in memory: for the embedded log and tests; what it holds ends with the process. */
public final class MemoryStore implements LedgerStore {

    private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

    @Override
    public synchronized byte @Nullable [] get(byte[] key) {
        return entries.get(key);
    }

    @Override
    public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
        List<Map.Entry<byte[], byte[]>> found = new ArrayList<>();
        synchronized (this) {
            for (Map.Entry<byte[], byte[]> entry : entries.tailMap(prefix, true).entrySet()) {
                if (!Keyspace.startsWith(entry.getKey(), prefix)) {
                    break;
                }
                found.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        found.forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
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

    /** Number of entries: what bounds are tested against. */
    public synchronized int size() {
        return entries.size();
    }
}
