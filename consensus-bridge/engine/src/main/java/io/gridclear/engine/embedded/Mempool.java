package io.gridclear.engine.embedded;

import io.gridclear.market.canonical.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Transactions that wait for a block, first in, first out, each once. May be used from several threads. */
final class Mempool {

    /** What became of a transaction that was handed in. */
    enum Entry {
        ADDED,
        WAITS_ALREADY,
        FULL
    }

    /**
     * One that waits.
     *
     * @param checkedAt height of the state that accepted it
     */
    private record Waiting(byte[] transaction, long checkedAt) {}

    private final int maxTransactions;
    private final long maxBytes;
    private final Map<ByteBuffer, Waiting> waiting = new LinkedHashMap<>();
    private long bytes;

    Mempool(int maxTransactions, long maxBytes) {
        this.maxTransactions = maxTransactions;
        this.maxBytes = maxBytes;
    }

    synchronized Entry add(byte[] transaction, long checkedAt) {
        ByteBuffer name = name(transaction);
        if (waiting.containsKey(name)) {
            return Entry.WAITS_ALREADY;
        }
        if (waiting.size() >= maxTransactions || bytes + transaction.length > maxBytes) {
            return Entry.FULL;
        }
        waiting.put(name, new Waiting(transaction.clone(), checkedAt));
        bytes += transaction.length;
        return Entry.ADDED;
    }

    synchronized boolean contains(byte[] transaction) {
        return waiting.containsKey(name(transaction));
    }

    synchronized int size() {
        return waiting.size();
    }

    /**
     * The first that fit into a block; they stay until they are removed. What was accepted by an earlier state is checked
     * again first, and dropped if it is refused now: checking all that wait after every block, as the engine does, would
     * cost more the fuller it is.
     */
    List<byte[]> first(int maxBlockBytes, long height, Predicate<byte[]> acceptable) {
        List<byte[]> first = new ArrayList<>();
        List<byte[]> refused = new ArrayList<>();
        int room = maxBlockBytes;
        for (Waiting next : all()) {
            if (next.transaction.length > room) {
                break;
            }
            if (next.checkedAt < height && !acceptable.test(next.transaction)) {
                refused.add(next.transaction);
                continue;
            }
            room -= next.transaction.length;
            first.add(next.transaction);
        }
        remove(refused);
        return first;
    }

    private synchronized List<Waiting> all() {
        return List.copyOf(waiting.values());
    }

    synchronized void remove(List<byte[]> transactions) {
        for (byte[] transaction : transactions) {
            if (waiting.remove(name(transaction)) != null) {
                bytes -= transaction.length;
            }
        }
    }

    private static ByteBuffer name(byte[] transaction) {
        return ByteBuffer.wrap(new Sha256().hash(transaction));
    }
}
