package io.gridclear.topology.book;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Deletes what a period left in its stores, in bounded steps. Each step goes on behind the last: a scan from the first key
 * would step over every key that was deleted before, and the last step of a large book take as long as all the others.
 * One task, single-threaded.
 */
public final class PeriodPurge {

    private final Deque<KeyValueStore<Bytes, byte[]>> stores;
    private final Bytes first;
    private final Bytes end;
    private Bytes next;

    /**
     * A purge that begins now.
     *
     * @param stores stores whose keys begin with the period's prefix
     */
    public PeriodPurge(PeriodKey period, List<KeyValueStore<Bytes, byte[]>> stores) {
        byte[] prefix = period.prefix();
        this.stores = new ArrayDeque<>(stores);
        first = Bytes.wrap(prefix);
        end = PeriodKey.after(prefix);
        next = first;
    }

    /**
     * Deletes some entries.
     *
     * @param most bound on this call
     * @return whether nothing is left
     */
    public boolean step(int most) {
        int left = most;
        while (!stores.isEmpty()) {
            left -= delete(stores.getFirst(), left);
            if (left == 0) {
                return false;
            }
            stores.removeFirst();
            next = first;
        }
        return true;
    }

    private int delete(KeyValueStore<Bytes, byte[]> store, int most) {
        int deleted = 0;
        try (KeyValueIterator<Bytes, byte[]> rest = store.range(next, end)) {
            while (deleted < most && rest.hasNext()) {
                KeyValue<Bytes, byte[]> entry = rest.next();
                store.delete(entry.key);
                next = entry.key;
                deleted++;
            }
        }
        return deleted;
    }
}
