package io.gridclear.topology.metering;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.PeriodGrid;
import io.gridclear.topology.metering.ReadingCodec.Published;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What metering keeps beside the readings: the energies that were published, what kinds of readings each usage point has,
 * and how each area's time is cut into periods. One task, single-threaded.
 */
final class MeterStore {

    /** Name of the store, which the work that is due shares. */
    static final String NAME = "meter-periods";

    /** Kind of the keys of published energies: usage point and period's start. */
    static final byte ENERGY = 'E';

    private static final byte GRID = 'G';
    private static final byte TRAITS = 'T';

    /** Usage points whose traits are remembered: some 150 bytes each, 8 MB a task. */
    private static final int MOST_REMEMBERED = 50_000;

    /**
     * What kinds of readings a usage point has ever had, so that nobody looks for what is not there.
     *
     * @param hasLong intervals of more than an hour
     * @param hasRegisters readings with registers
     */
    record Traits(boolean hasLong, boolean hasRegisters) {
        Traits and(IntervalReading reading) {
            return new Traits(hasLong || ReadingStore.isLong(reading), hasRegisters || reading.hasRegister());
        }
    }

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, PeriodGrid> grids = new LinkedHashMap<>();
    private final Map<String, Traits> traits = new LinkedHashMap<>(1_024) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Traits> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Reads the grids of the areas. */
    MeterStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        Bytes first = Bytes.wrap(new byte[] {GRID});
        Bytes last = Bytes.wrap(new byte[] {GRID + 1});
        try (KeyValueIterator<Bytes, byte[]> all = store.range(first, last)) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                grids.put(MeterKeys.name(entry.key.get()), grid(entry.value));
            }
        }
    }

    private static PeriodGrid grid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.getLong();
        PeriodGrid grid = PeriodGrid.of(buffer.getLong());
        while (buffer.hasRemaining()) {
            grid = grid.changed(buffer.getLong(), buffer.getLong());
        }
        return grid;
    }

    /** The periods of an area, or null where none of its readings has come yet. */
    @Nullable
    PeriodGrid grid(String area) {
        return grids.get(area);
    }

    /** The areas that readings have come of, and their periods. */
    Map<String, PeriodGrid> grids() {
        return new LinkedHashMap<>(grids);
    }

    void saveGrid(String area, PeriodGrid grid) {
        grids.put(area, grid);
        ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES * grid.lengths().size());
        grid.lengths().forEach((from, length) -> bytes.putLong(from).putLong(length));
        store.put(MeterKeys.of(GRID, area), bytes.array());
    }

    /** What kinds of readings a usage point has. */
    Traits traits(String point) {
        Traits known = traits.get(point);
        if (known == null) {
            byte[] value = store.get(MeterKeys.of(TRAITS, point));
            known = value == null ? new Traits(false, false) : new Traits((value[0] & 1) != 0, (value[0] & 2) != 0);
            traits.put(point, known);
        }
        return known;
    }

    /** Remembers what kind of reading has come. */
    void saw(String point, IntervalReading reading) {
        Traits before = traits(point);
        Traits now = before.and(reading);
        if (!now.equals(before)) {
            traits.put(point, now);
            byte flags = (byte) ((now.hasLong() ? 1 : 0) | (now.hasRegisters() ? 2 : 0));
            store.put(MeterKeys.of(TRAITS, point), new byte[] {flags});
        }
    }

    /** What was published last of a period, or null. */
    @Nullable
    Published published(String point, long periodStart) {
        byte[] value = store.get(MeterKeys.of(ENERGY, point, periodStart));
        return value == null ? null : ReadingCodec.published(periodStart, value);
    }

    /** When the period of a published energy ended, epoch ms. */
    static long periodEnd(KeyValue<Bytes, byte[]> entry) {
        return ReadingCodec.periodEnd(entry.value);
    }

    void publish(String point, Published published) {
        store.put(MeterKeys.of(ENERGY, point, published.energy().period().start()), ReadingCodec.toBytes(published));
    }
}
