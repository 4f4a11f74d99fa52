package io.gridclear.topology.metering;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Readings that wait to be folded, by the time when they are due; in the store too, so that a crash forgets none. One task,
 * single-threaded.
 */
final class SettlingQueue {

    /** Kind of the keys: usage point and period's start. */
    static final byte DUE = 'D';

    private static final Comparator<Unsettled> BY_TIME = Comparator.comparingLong(Unsettled::dueAt)
            .thenComparing(Unsettled::point)
            .thenComparingLong(Unsettled::periodStart);

    private record Place(String point, long periodStart) {}

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<Place, Unsettled> byPlace = new HashMap<>();
    private final TreeSet<Unsettled> byTime = new TreeSet<>(BY_TIME);

    /** Reads what waits in the store. */
    SettlingQueue(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        Bytes first = Bytes.wrap(new byte[] {DUE});
        Bytes last = Bytes.wrap(new byte[] {DUE + 1});
        try (KeyValueIterator<Bytes, byte[]> all = store.range(first, last)) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                remember(unsettled(entry.key.get(), entry.value));
            }
        }
    }

    /** Adds readings; where some of the same usage point and period wait already, they are due together. */
    void add(Unsettled readings) {
        Place place = place(readings);
        Unsettled waiting = byPlace.get(place);
        Unsettled together = waiting == null ? readings : waiting.and(readings);
        if (together.equals(waiting)) {
            return;
        }
        if (waiting != null) {
            byTime.remove(waiting);
        }
        remember(together);
        store.put(MeterKeys.of(DUE, together.point(), together.periodStart()), toBytes(together));
    }

    private void remember(Unsettled readings) {
        byPlace.put(place(readings), readings);
        byTime.add(readings);
    }

    private static Place place(Unsettled readings) {
        return new Place(readings.point(), readings.periodStart());
    }

    /** The readings that are due first, or null. */
    @Nullable
    Unsettled first() {
        return byTime.isEmpty() ? null : byTime.first();
    }

    /** Takes out what was {@link #first()}. */
    void remove(Unsettled readings) {
        byTime.remove(readings);
        byPlace.remove(place(readings));
        store.delete(MeterKeys.of(DUE, readings.point(), readings.periodStart()));
    }

    /** How many usage points and periods wait. */
    int size() {
        return byTime.size();
    }

    private static byte[] toBytes(Unsettled readings) {
        byte[] area = readings.area().getBytes(StandardCharsets.UTF_8);
        byte[] participant = readings.participant().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 * Long.BYTES + 1 + Short.BYTES + area.length + participant.length)
                .putLong(readings.dueAt())
                .putLong(readings.from())
                .putLong(readings.to())
                .put((byte) (readings.hasRegisters() ? 1 : 0))
                .putShort((short) area.length)
                .put(area)
                .put(participant)
                .array();
    }

    private static Unsettled unsettled(byte[] key, byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        long dueAt = buffer.getLong();
        long from = buffer.getLong();
        long to = buffer.getLong();
        boolean hasRegisters = buffer.get() == 1;
        byte[] area = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(area);
        byte[] participant = new byte[buffer.remaining()];
        buffer.get(participant);
        return new Unsettled(
                MeterKeys.name(key),
                MeterKeys.time(key),
                dueAt,
                from,
                to,
                hasRegisters,
                new String(area, StandardCharsets.UTF_8),
                new String(participant, StandardCharsets.UTF_8));
    }
}
