package io.gridclear.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A store under a transaction, as one with a changelog is under exactly-once: what was not committed is gone after a crash.
 * Iterators are snapshots, as RocksDB's are.
 */
final class TransactionalStore implements KeyValueStore<Bytes, byte[]> {

    private final String name;
    private final TreeMap<Bytes, byte[]> entries = new TreeMap<>();
    private final Map<Bytes, Optional<byte[]>> before = new HashMap<>();

    TransactionalStore(String name) {
        this.name = name;
    }

    void commit() {
        before.clear();
    }

    void rollback() {
        before.forEach((key, value) -> {
            if (value.isPresent()) {
                entries.put(key, value.get());
            } else {
                entries.remove(key);
            }
        });
        before.clear();
    }

    int size() {
        return entries.size();
    }

    @Override
    public void put(Bytes key, byte[] value) {
        byte[] old = value == null ? entries.remove(key) : entries.put(key, value.clone());
        before.putIfAbsent(key, Optional.ofNullable(old));
    }

    @Override
    public byte[] putIfAbsent(Bytes key, byte[] value) {
        byte[] old = get(key);
        if (old == null) {
            put(key, value);
        }
        return old;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes key) {
        byte[] old = get(key);
        put(key, null);
        return old;
    }

    @Override
    public byte[] get(Bytes key) {
        byte[] value = entries.get(key);
        return value == null ? null : value.clone();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return from.compareTo(to) > 0
                ? new Snapshot(new TreeMap<>())
                : new Snapshot(entries.subMap(from, true, to, true));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        return from.compareTo(to) > 0
                ? new Snapshot(new TreeMap<>())
                : new Snapshot(entries.subMap(from, true, to, true).descendingMap());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return new Snapshot(entries);
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
    }

    @Override
    public void close() {
        // outlives the task, as a disk does
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private static final class Snapshot implements KeyValueIterator<Bytes, byte[]> {
        private final Iterator<Map.Entry<Bytes, byte[]>> entries;

        Snapshot(Map<Bytes, byte[]> entries) {
            this.entries = new ArrayList<>(entries.entrySet()).iterator();
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Map.Entry<Bytes, byte[]> entry = entries.next();
            return new KeyValue<>(entry.getKey(), entry.getValue().clone());
        }

        @Override
        public Bytes peekNextKey() {
            throw new UnsupportedOperationException("nobody asks");
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
