package io.gridclear.ledger.store;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one kind as values of a type, read once a block and written back at its end: a thousand attestations to an item
 * are one encoding of it. Single-threaded.
 *
 * @param <K> key; its order is the order of {@link #all}
 * @param <V> value
 */
public final class Table<K extends Comparable<K>, V> {

    /**
     * Bytes of keys and values.
     *
     * @param encodeKey what follows the code of the keyspace; one key, one encoding
     * @param decodeKey its inverse
     * @param encode bytes of a value
     * @param decode its inverse
     */
    public record Codec<K, V>(
            Function<K, byte[]> encodeKey,
            Function<byte[], K> decodeKey,
            Function<V, byte[]> encode,
            Function<byte[], V> decode) {}

    private final Overlay overlay;
    private final Keyspace keyspace;
    private final Codec<K, V> codec;
    private final TreeMap<K, V> read = new TreeMap<>();
    private final TreeSet<K> written = new TreeSet<>();
    private final TreeSet<K> removed = new TreeSet<>();
    private boolean complete;

    /** The entries of a kind. */
    public Table(Overlay overlay, Keyspace keyspace, Codec<K, V> codec) {
        this.overlay = overlay;
        this.keyspace = keyspace;
        this.codec = codec;
    }

    /** The value of a key, or null. */
    public @Nullable V get(K key) {
        V known = read.get(key);
        if (known != null || complete || removed.contains(key)) {
            return known;
        }
        byte[] bytes = overlay.get(keyspace.key(codec.encodeKey.apply(key)));
        if (bytes == null) {
            return null;
        }
        V value = codec.decode.apply(bytes);
        read.put(key, value);
        return value;
    }

    /** Sets a value, or says that it was changed in place. */
    public void put(K key, V value) {
        read.put(key, value);
        written.add(key);
        removed.remove(key);
    }

    /** Removes a key. */
    public void remove(K key) {
        read.remove(key);
        written.remove(key);
        removed.add(key);
    }

    /** All entries, ascending; not to be changed while it is walked through. */
    public NavigableMap<K, V> all() {
        if (!complete) {
            load(keyspace.prefix());
            complete = true;
        }
        return Collections.unmodifiableNavigableMap(read);
    }

    /** The entries read, those whose key begins with a prefix among them. */
    public NavigableMap<K, V> load(byte[] prefix) {
        overlay.scan(prefix, (keyBytes, bytes) -> {
            K key = codec.decodeKey.apply(Keyspace.rest(keyBytes));
            if (!read.containsKey(key) && !removed.contains(key)) {
                read.put(key, codec.decode.apply(bytes));
            }
        });
        return Collections.unmodifiableNavigableMap(read);
    }

    /** Whether anything is to be written back. */
    public boolean isChanged() {
        return !written.isEmpty() || !removed.isEmpty();
    }

    /** Writes back. */
    public void flush() {
        for (K key : removed) {
            overlay.delete(keyspace.key(codec.encodeKey.apply(key)));
        }
        for (K key : written) {
            V value = read.get(key);
            if (value == null) {
                throw new IllegalStateException("written and not there: " + key);
            }
            overlay.put(keyspace.key(codec.encodeKey.apply(key)), codec.encode.apply(value));
        }
        removed.clear();
        written.clear();
    }
}
