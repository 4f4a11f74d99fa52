package io.gridclear.topology.book;

import io.gridclear.market.rules.MarketTerms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The periods of a task that are open or being cleared, and where each area's clock stands. The open ones are held in
 * memory too: an area has at most horizon / period length of them (192 by default), about 1 KB each. One task,
 * single-threaded.
 */
public final class PeriodStore {

    /** Name of the store. */
    public static final String NAME = "book-periods";

    private static final byte CLOCK = 'C';
    private static final byte PERIOD = 'P';

    /** Sorts behind the periods: a scan of the store meets a period before its tally. */
    private static final byte TALLY = 'T';

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, TreeMap<Long, PeriodState>> periods = new HashMap<>();
    private final Map<String, Long> clocks = new HashMap<>();

    /** Reads what the store holds. */
    public PeriodStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                byte[] key = entry.key.get();
                byte[] rest = java.util.Arrays.copyOfRange(key, 1, key.length);
                switch (key[0]) {
                    case CLOCK ->
                        clocks.put(
                                new String(rest, StandardCharsets.UTF_8),
                                ByteBuffer.wrap(entry.value).getLong());
                    case PERIOD -> remember(PeriodStateCodec.of(PeriodKey.of(rest), entry.value));
                    case TALLY -> readTally(PeriodKey.of(rest), entry.value);
                    default -> throw new IllegalStateException("store " + NAME + " has a key of a kind " + key[0]);
                }
            }
        }
    }

    private void readTally(PeriodKey key, byte[] tally) {
        PeriodState state = find(key.area(), key.periodStart());
        if (state == null) {
            throw new IllegalStateException("store " + NAME + " has a tally but no state of " + key);
        }
        PeriodStateCodec.readTally(state, tally);
    }

    private void remember(PeriodState state) {
        periods.computeIfAbsent(state.key().area(), area -> new TreeMap<>())
                .put(state.key().periodStart(), state);
    }

    @Nullable
    PeriodState find(String area, long periodStart) {
        TreeMap<Long, PeriodState> ofArea = periods.get(area);
        return ofArea == null ? null : ofArea.get(periodStart);
    }

    /** A period of the area that delivers within [start, end), the earliest such, or null. */
    @Nullable
    PeriodState overlapping(String area, long start, long end) {
        TreeMap<Long, PeriodState> ofArea = periods.get(area);
        if (ofArea == null) {
            return null;
        }
        Map.Entry<Long, PeriodState> before = ofArea.floorEntry(start);
        if (before != null && before.getValue().terms().deliveryEndsAt(before.getKey()) > start) {
            return before.getValue();
        }
        Map.Entry<Long, PeriodState> after = ofArea.higherEntry(start);
        return after != null && after.getKey() < end ? after.getValue() : null;
    }

    PeriodState open(PeriodKey key, MarketTerms terms) {
        PeriodState state = new PeriodState(key, terms);
        remember(state);
        return state;
    }

    /** Saves all of a state. */
    void save(PeriodState state) {
        store.put(key(PERIOD, state.key()), PeriodStateCodec.toBytes(state));
        saveTally(state);
    }

    /** Saves what an entry of the book changes; the rest must have been saved before. */
    void saveTally(PeriodState state) {
        store.put(state.tallyKey(), PeriodStateCodec.tallyBytes(state));
    }

    /** Forgets a period, but not before the clock has passed it: it would be opened again. */
    void forget(PeriodState state) {
        Long openFrom = clocks.get(state.key().area());
        if (openFrom == null || openFrom <= state.key().periodStart()) {
            return;
        }
        store.delete(key(PERIOD, state.key()));
        store.delete(state.tallyKey());
        TreeMap<Long, PeriodState> ofArea = periods.get(state.key().area());
        if (ofArea != null) {
            ofArea.remove(state.key().periodStart());
            if (ofArea.isEmpty()) {
                periods.remove(state.key().area());
            }
        }
    }

    /** The periods of every area, each area's in the order of their start. */
    Collection<? extends SortedMap<Long, PeriodState>> byArea() {
        return periods.values();
    }

    /** Before this time the clock has opened every period of an area, and none opens any more; null before the first. */
    @Nullable
    Long clock(String area) {
        return clocks.get(area);
    }

    void clock(String area, long openFrom) {
        clocks.put(area, openFrom);
        byte[] name = area.getBytes(StandardCharsets.UTF_8);
        store.put(
                Bytes.wrap(ByteBuffer.allocate(1 + name.length)
                        .put(CLOCK)
                        .put(name)
                        .array()),
                ByteBuffer.allocate(Long.BYTES).putLong(openFrom).array());
    }

    /** Key of the tally of a period's book. */
    static Bytes tallyKey(PeriodKey key) {
        return key(TALLY, key);
    }

    private static Bytes key(byte kind, PeriodKey key) {
        byte[] prefix = key.prefix();
        return Bytes.wrap(
                ByteBuffer.allocate(1 + prefix.length).put(kind).put(prefix).array());
    }
}
