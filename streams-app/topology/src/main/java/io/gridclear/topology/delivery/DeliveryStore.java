package io.gridclear.topology.delivery;

import io.gridclear.market.delivery.PlacedResidual;
import io.gridclear.market.delivery.PlacedTrade;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.topology.book.PeriodKey;
import io.gridclear.topology.book.PeriodPurge;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stores of delivery. Keys begin with a period's {@link PeriodKey#prefix()}, so that a period's entries stand together, in
 * the order in which a run goes through them: trades by sequence, residuals as INITIAL had them, usage points by
 * {@link PointKey}. One task, single-threaded.
 */
final class DeliveryStore {

    /** Items. */
    static final String ITEMS = "delivery-items";

    /** Usage points with their contract, energy and runs. */
    static final String POINTS = "delivery-points";

    /** Whose point a meter's latest energy went to. */
    static final String METERS = "delivery-meters";

    /** Periods, their clearings, and when each is due. */
    static final String PERIODS = "delivery-periods";

    /** All of them. */
    static final List<String> NAMES = List.of(ITEMS, POINTS, METERS, PERIODS);

    private static final byte TRADE = 1;
    private static final byte RESIDUAL = 2;
    private static final byte CLEARING = 'C';
    private static final byte DUE = 'D';
    private static final byte PERIOD = 'P';

    /**
     * Whose point a meter's energy is.
     *
     * @param revision revision of the energy
     */
    record Meter(long revision, String participant) {}

    private final KeyValueStore<Bytes, byte[]> items;
    private final KeyValueStore<Bytes, byte[]> points;
    private final KeyValueStore<Bytes, byte[]> meters;
    private final KeyValueStore<Bytes, byte[]> periods;
    private final Serde<ClearingResult> clearings = ContractSerdes.internal(ClearingResult.class);

    /** Nothing is due before it: a scan from here does not pass over what was deleted. */
    private long earliestDue;

    DeliveryStore(Function<String, KeyValueStore<Bytes, byte[]>> stores) {
        items = stores.apply(ITEMS);
        points = stores.apply(POINTS);
        meters = stores.apply(METERS);
        periods = stores.apply(PERIODS);
    }

    @Nullable
    DeliveryState find(PeriodKey key) {
        byte[] bytes = periods.get(key(PERIOD, key.prefix()));
        return bytes == null ? null : DeliveryCodec.state(key, bytes);
    }

    void save(DeliveryState state) {
        periods.put(key(PERIOD, state.key.prefix()), DeliveryCodec.toBytes(state));
    }

    /** Saves a state with another time at which it is due. */
    void save(DeliveryState state, long dueAt) {
        periods.delete(dueKey(state.dueAt, state.key.prefix()));
        state.dueAt = Math.max(0, dueAt);
        periods.put(dueKey(state.dueAt, state.key.prefix()), new byte[0]);
        earliestDue = Math.min(earliestDue, state.dueAt);
        save(state);
    }

    /** The period that has been due longest, or null if none is due yet. */
    @Nullable
    DeliveryState due(long nowMs) {
        if (earliestDue > nowMs) {
            return null;
        }
        Bytes from = dueKey(earliestDue, new byte[0]);
        try (KeyValueIterator<Bytes, byte[]> scan = periods.range(from, dueKey(Long.MAX_VALUE, new byte[0]))) {
            if (!scan.hasNext()) {
                earliestDue = Long.MAX_VALUE;
                return null;
            }
            byte[] key = scan.next().key.get();
            earliestDue = ByteBuffer.wrap(key, 1, Long.BYTES).getLong();
            if (earliestDue > nowMs) {
                return null;
            }
            DeliveryState state = find(PeriodKey.of(Arrays.copyOfRange(key, 1 + Long.BYTES, key.length)));
            if (state == null) {
                throw new IllegalStateException("store " + PERIODS + " has a period that is due but no state of it");
            }
            return state;
        }
    }

    void forget(DeliveryState state) {
        periods.delete(dueKey(state.dueAt, state.key.prefix()));
        periods.delete(key(CLEARING, state.key.prefix()));
        periods.delete(key(PERIOD, state.key.prefix()));
    }

    PeriodPurge purge(PeriodKey key) {
        return new PeriodPurge(key, List.of(items, points, meters));
    }

    void put(PeriodKey key, ClearingResult clearing) {
        periods.put(key(CLEARING, key.prefix()), clearings.serializer().serialize(PERIODS, clearing));
    }

    @Nullable
    ClearingResult clearing(PeriodKey key) {
        return clearings.deserializer().deserialize(PERIODS, periods.get(key(CLEARING, key.prefix())));
    }

    void put(PeriodKey key, PlacedTrade trade) {
        items.put(itemKey(key, TRADE, trade.item().sequence()), DeliveryCodec.toBytes(trade));
    }

    void put(PeriodKey key, long number, PlacedResidual residual) {
        items.put(itemKey(key, RESIDUAL, number), DeliveryCodec.toBytes(residual));
    }

    PointState point(PeriodKey key, PointKey point) {
        byte[] bytes = points.get(pointKey(key, point));
        return bytes == null ? PointState.NEW : DeliveryCodec.point(bytes);
    }

    void put(PeriodKey key, PointKey point, PointState state) {
        points.put(pointKey(key, point), DeliveryCodec.toBytes(state));
    }

    @Nullable
    Meter meter(PeriodKey key, String usagePoint) {
        byte[] bytes = meters.get(meterKey(key, usagePoint));
        return bytes == null
                ? null
                : new Meter(
                        ByteBuffer.wrap(bytes).getLong(),
                        new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8));
    }

    void put(PeriodKey key, String usagePoint, Meter meter) {
        byte[] participant = meter.participant().getBytes(StandardCharsets.UTF_8);
        meters.put(
                meterKey(key, usagePoint),
                ByteBuffer.allocate(Long.BYTES + participant.length)
                        .putLong(meter.revision())
                        .put(participant)
                        .array());
    }

    /** What a scan does with an entry. */
    interface Visit {

        /**
         * Visits an entry.
         *
         * @return whether to go on
         */
        boolean entry(byte[] key, byte[] value);
    }

    /** Goes through a period's trades behind a cursor. Returns whether it came to the end. */
    boolean trades(PeriodKey key, byte[] cursor, Visit visit) {
        return scan(items, itemPrefix(key, TRADE), key.prefix().length, cursor, visit);
    }

    /** Goes through a period's residuals behind a cursor. Returns whether it came to the end. */
    boolean residuals(PeriodKey key, byte[] cursor, Visit visit) {
        return scan(items, itemPrefix(key, RESIDUAL), key.prefix().length, cursor, visit);
    }

    /** Goes through a period's usage points behind a cursor. Returns whether it came to the end. */
    boolean points(PeriodKey key, byte[] cursor, Visit visit) {
        return scan(points, key.prefix(), key.prefix().length, cursor, visit);
    }

    private static boolean scan(
            KeyValueStore<Bytes, byte[]> store, byte[] prefix, int periodLength, byte[] cursor, Visit visit) {
        byte[] from = prefix;
        if (cursor.length > 0) {
            // the smallest key above the one that was visited last
            from = Arrays.copyOf(prefix, periodLength + cursor.length + 1);
            System.arraycopy(cursor, 0, from, periodLength, cursor.length);
        }
        try (KeyValueIterator<Bytes, byte[]> scan = store.range(Bytes.wrap(from), PeriodKey.after(prefix))) {
            while (scan.hasNext()) {
                KeyValue<Bytes, byte[]> entry = scan.next();
                byte[] key = entry.key.get();
                if (!startsWith(key, prefix)) {
                    return true;
                }
                if (!visit.entry(Arrays.copyOfRange(key, periodLength, key.length), entry.value)) {
                    return !scan.hasNext() || !startsWith(scan.next().key.get(), prefix);
                }
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] itemPrefix(PeriodKey key, byte kind) {
        byte[] prefix = key.prefix();
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + 1);
        bytes[prefix.length] = kind;
        return bytes;
    }

    private static Bytes itemKey(PeriodKey key, byte kind, long number) {
        byte[] prefix = itemPrefix(key, kind);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(number)
                .array());
    }

    private static Bytes meterKey(PeriodKey key, String usagePoint) {
        byte[] prefix = key.prefix();
        byte[] name = usagePoint.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + name.length)
                .put(prefix)
                .put(name)
                .array());
    }

    private static Bytes pointKey(PeriodKey key, PointKey point) {
        byte[] prefix = key.prefix();
        byte[] rest = pointBytes(point);
        return Bytes.wrap(ByteBuffer.allocate(prefix.length + rest.length)
                .put(prefix)
                .put(rest)
                .array());
    }

    /** Participant, 00 00, usage point: sorts as the two do. A byte 00 in the participant is followed by FF. */
    static byte[] pointBytes(PointKey point) {
        byte[] participant = point.participant().getBytes(StandardCharsets.UTF_8);
        byte[] usagePoint = point.usagePoint().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(2 * participant.length + 2 + usagePoint.length);
        for (byte b : participant) {
            bytes.put(b);
            if (b == 0) {
                bytes.put((byte) 0xff);
            }
        }
        bytes.put((byte) 0).put((byte) 0).put(usagePoint);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    /** Reads what {@link #pointBytes} wrote. */
    static PointKey pointOf(byte[] bytes) {
        byte[] participant = new byte[bytes.length];
        int length = 0;
        int at = 0;
        while (bytes[at] != 0 || bytes[at + 1] != 0) {
            participant[length++] = bytes[at];
            at += bytes[at] == 0 ? 2 : 1;
        }
        at += 2;
        return new PointKey(
                new String(participant, 0, length, StandardCharsets.UTF_8),
                new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8));
    }

    private static Bytes dueKey(long dueAt, byte[] prefix) {
        return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES + prefix.length)
                .put(DUE)
                .putLong(dueAt)
                .put(prefix)
                .array());
    }

    private static Bytes key(byte kind, byte[] prefix) {
        return Bytes.wrap(
                ByteBuffer.allocate(1 + prefix.length).put(kind).put(prefix).array());
    }
}
