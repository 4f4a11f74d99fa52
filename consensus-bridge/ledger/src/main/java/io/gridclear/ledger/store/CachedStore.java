package io.gridclear.ledger.store;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A store whose latest entries are in memory, those too that are known to be absent: every transaction of a block asks for
 * what the others asked for, and so does each check of the mempool. Who uses it is the only one who writes to the store.
 * Single-threaded.
 */
public final class CachedStore implements LedgerStore {

    /** Ten thousand open items with as many attestations as a committee of twenty gives, and where they stand. */
    public static final int MOST_BYTES = 16 * 1024 * 1024;

    /** What an entry takes beside its bytes: its node, its objects, the heads of two arrays. */
    private static final int ENTRY_BYTES = 128;

    /** A key by its content; with an order, so that keys chosen to collide do not slow the map down. */
    private static final class Key implements Comparable<Key> {
        private final byte[] bytes;
        private final int hash;

        private Key(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public int compareTo(Key other) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
    }

    private final LedgerStore store;
    private final int mostBytes;
    /** In the order in which they were read from the store or written. */
    private final LinkedHashMap<Key, Optional<byte[]>> entries = new LinkedHashMap<>();

    private long bytesKept;

    /** Nothing is in memory yet. */
    public CachedStore(LedgerStore store) {
        this(store, MOST_BYTES);
    }

    CachedStore(LedgerStore store, int mostBytes) {
        this.store = store;
        this.mostBytes = mostBytes;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        Key asked = new Key(key);
        Optional<byte[]> known = entries.get(asked);
        if (known != null) {
            return known.orElse(null);
        }
        byte[] value = store.get(key);
        keep(asked, Optional.ofNullable(value));
        return value;
    }

    @Override
    public void scan(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
        store.scan(prefix, visitor);
    }

    @Override
    public void apply(Iterable<Change> changes) {
        store.apply(changes);
        for (Change change : changes) {
            Key key = new Key(change.key());
            if (change.value() == null) {
                drop(key, entries.remove(key));
            } else {
                keep(key, Optional.of(change.value()));
            }
        }
    }

    private void keep(Key key, Optional<byte[]> value) {
        drop(key, entries.remove(key));
        entries.put(key, value);
        bytesKept += bytes(key, value);
        Iterator<Map.Entry<Key, Optional<byte[]>>> oldest = entries.entrySet().iterator();
        while (bytesKept > mostBytes) {
            Map.Entry<Key, Optional<byte[]>> entry = oldest.next();
            bytesKept -= bytes(entry.getKey(), entry.getValue());
            oldest.remove();
        }
    }

    private void drop(Key key, @Nullable Optional<byte[]> value) {
        if (value != null) {
            bytesKept -= bytes(key, value);
        }
    }

    private static long bytes(Key key, Optional<byte[]> value) {
        return ENTRY_BYTES + key.bytes.length + value.map(bytes -> bytes.length).orElse(0);
    }

    /** Bytes that its entries take. */
    long bytesKept() {
        return bytesKept;
    }
}
