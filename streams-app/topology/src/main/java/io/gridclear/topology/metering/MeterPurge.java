package io.gridclear.topology.metering;

import java.util.function.ToLongFunction;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what is older than any reading that is still taken, in bounded steps. A round goes through the usage points of a
 * store; at the first entry of one that stays it goes on to the next, because entries sort by time. One task,
 * single-threaded.
 */
final class MeterPurge {

    private final KeyValueStore<Bytes, byte[]> store;
    private final Bytes first;
    private final Bytes end;
    private final ToLongFunction<KeyValue<Bytes, byte[]>> endOf;
    private @Nullable Bytes next;
    private long roundBeganAt = Long.MIN_VALUE;

    /**
     * A purge of the keys in [first, end).
     *
     * @param endOf when what an entry stands for was over, epoch ms
     */
    MeterPurge(
            KeyValueStore<Bytes, byte[]> store, Bytes first, Bytes end, ToLongFunction<KeyValue<Bytes, byte[]>> endOf) {
        this.store = store;
        this.first = first;
        this.end = end;
        this.endOf = endOf;
    }

    /**
     * Goes on with the round, or begins the next one once it is time.
     *
     * @param before what was over before this goes, epoch ms
     * @param most entries to look at in this step
     */
    void step(long nowMs, long roundMs, long before, int most) {
        if (next == null) {
            if (roundBeganAt != Long.MIN_VALUE && nowMs - roundBeganAt < roundMs) {
                return;
            }
            roundBeganAt = nowMs;
            next = first;
        }
        int left = most;
        while (left > 0 && next != null) {
            left -= pass(next, before, left);
        }
    }

    /** Deletes from a key on until an entry stays; returns how many entries it looked at. */
    private int pass(Bytes from, long before, int most) {
        int seen = 0;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(from, end)) {
            while (seen < most && entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                seen++;
                if (endOf.applyAsLong(entry) >= before) {
                    next = MeterKeys.of(MeterKeys.prefixOf(entry.key.get()), Long.MAX_VALUE);
                    return seen;
                }
                store.delete(entry.key);
                next = entry.key;
            }
            if (!entries.hasNext()) {
                next = null;
            }
        }
        return Math.max(1, seen);
    }
}
