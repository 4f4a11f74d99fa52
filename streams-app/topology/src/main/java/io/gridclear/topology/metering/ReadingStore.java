package io.gridclear.topology.metering;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.MeterTimeline;
import io.gridclear.market.metering.TradingPeriod;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The reading that counts of every interval, in RocksDB, sorted by usage point, kind (intervals of at most an hour, longer
 * ones) and start. Two kinds, so that who looks for the readings that touch a quarter of an hour need not step over a day of
 * them. One task, single-threaded.
 */
final class ReadingStore {

    /** Name of the store. */
    static final String NAME = "meter-readings";

    /** A kind of interval by its greatest length. */
    private enum Kind {
        SHORT('a', 60L * 60 * 1_000),
        LONG('b', IntervalReading.LONGEST_MS);

        private final byte code;
        private final long longestMs;

        Kind(char code, long longestMs) {
            this.code = (byte) code;
            this.longestMs = longestMs;
        }

        static Kind of(long lengthMs) {
            return lengthMs <= SHORT.longestMs ? SHORT : LONG;
        }
    }

    private final KeyValueStore<Bytes, byte[]> store;

    ReadingStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Whether an interval is of the kind that few meters have. */
    static boolean isLong(IntervalReading reading) {
        return Kind.of(reading.lengthMs()) == Kind.LONG;
    }

    /** The reading that counts for an interval, or null. */
    @Nullable
    IntervalReading find(String point, long start, long end) {
        byte[] value = store.get(key(point, start, end));
        return value == null ? null : ReadingCodec.reading(start, end, value);
    }

    void put(String point, IntervalReading reading) {
        store.put(key(point, reading.start(), reading.end()), ReadingCodec.toBytes(reading));
    }

    /**
     * The readings that touch [from, to), short ones first, each kind by its start.
     *
     * @param longToo whether the usage point has long intervals
     * @param most bound on the list
     */
    List<IntervalReading> touching(String point, long from, long to, boolean longToo, int most) {
        List<IntervalReading> touching = new ArrayList<>();
        collect(point, Kind.SHORT, from, to, most, touching);
        if (longToo) {
            collect(point, Kind.LONG, from, to, most, touching);
        }
        return touching;
    }

    private void collect(String point, Kind kind, long from, long to, int most, List<IntervalReading> into) {
        try (Scan scan = scan(point, kind, from - kind.longestMs + 1, to - 1, true)) {
            while (into.size() < most && scan.hasNext()) {
                IntervalReading reading = scan.next();
                if (reading.end() > from) {
                    into.add(reading);
                }
            }
        }
    }

    /** Whether any reading with a value ends after a time and begins within the reach of a fold. */
    boolean anyEndsAfter(String point, long time, boolean longToo) {
        for (Kind kind : longToo ? Kind.values() : new Kind[] {Kind.SHORT}) {
            long last = time + MeterTimeline.REACH_MS;
            try (Scan scan = scan(point, kind, time - kind.longestMs + 1, last, true)) {
                while (scan.hasNext()) {
                    IntervalReading reading = scan.next();
                    if (reading.hasValue() && reading.end() > time) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** The last time, at or before one, that registers stand at, if it lies within the reach; or null. */
    @Nullable
    Long registersAtOrBefore(String point, long time, long reachMs, boolean longToo) {
        Long best = null;
        for (Kind kind : longToo ? Kind.values() : new Kind[] {Kind.SHORT}) {
            try (Scan scan = scan(point, kind, time - reachMs - kind.longestMs, time - 1, false)) {
                while (scan.hasNext()) {
                    IntervalReading reading = scan.next();
                    if (best != null && reading.start() + kind.longestMs <= best) {
                        break;
                    }
                    boolean isNearer = reading.end() <= time && (best == null || reading.end() > best);
                    if (isNearer && reading.hasRegister()) {
                        best = reading.end();
                    }
                }
            }
        }
        return best == null || best < time - reachMs ? null : best;
    }

    /** The first time after one that registers stand at, if it lies within the reach; or null. */
    @Nullable
    Long registersAfter(String point, long time, long reachMs, boolean longToo) {
        Long best = null;
        for (Kind kind : longToo ? Kind.values() : new Kind[] {Kind.SHORT}) {
            try (Scan scan = scan(point, kind, time - kind.longestMs + 1, time + reachMs, true)) {
                while (scan.hasNext()) {
                    IntervalReading reading = scan.next();
                    if (best != null && reading.start() >= best) {
                        break;
                    }
                    boolean isNearer = reading.end() > time && (best == null || reading.end() < best);
                    if (isNearer && reading.hasRegister()) {
                        best = reading.end();
                    }
                }
            }
        }
        return best == null || best > time + reachMs ? null : best;
    }

    /**
     * What a period's fold looks at: the readings of its reach, or where there are more than
     * {@link MeterTimeline#MOST_READINGS}, those of its days, of which the first so many.
     */
    List<IntervalReading> withinReach(String point, TradingPeriod reach, boolean longToo) {
        int most = MeterTimeline.MOST_READINGS;
        List<IntervalReading> readings = touching(point, reach.start(), reach.end(), longToo, most + 1);
        if (readings.size() <= most) {
            return readings;
        }
        long dayStart = reach.start() == 0 ? 0 : reach.start() + MeterTimeline.REACH_MS;
        return touching(point, dayStart, reach.end() - MeterTimeline.REACH_MS, longToo, most);
    }

    /** Begins with the code of a kind; see {@link MeterKeys}. */
    private static Bytes key(String point, long start, long end) {
        byte[] prefix = MeterKeys.prefix(Kind.of(end - start).code, point);
        return key(prefix, start, (int) (end - start));
    }

    private static Bytes key(byte[] prefix, long start, int lengthMs) {
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES + Integer.BYTES)
                .put(prefix)
                .putLong(start)
                .putInt(lengthMs)
                .array());
    }

    /** When the interval of a key ends, epoch ms. */
    static long end(byte[] key) {
        return MeterKeys.time(key) + ByteBuffer.wrap(key).getInt(key.length - Integer.BYTES);
    }

    private Scan scan(String point, Kind kind, long firstStart, long lastStart, boolean isForward) {
        byte[] prefix = MeterKeys.prefix(kind.code, point);
        Bytes first = key(prefix, Math.max(0, firstStart), 0);
        Bytes last = key(prefix, Math.max(0, lastStart), Integer.MAX_VALUE);
        return new Scan(isForward ? store.range(first, last) : store.reverseRange(first, last));
    }

    private record Scan(KeyValueIterator<Bytes, byte[]> entries) implements AutoCloseable {
        boolean hasNext() {
            return entries.hasNext();
        }

        IntervalReading next() {
            KeyValue<Bytes, byte[]> entry = entries.next();
            byte[] key = entry.key.get();
            return ReadingCodec.reading(MeterKeys.time(key), end(key), entry.value);
        }

        @Override
        public void close() {
            entries.close();
        }
    }
}
