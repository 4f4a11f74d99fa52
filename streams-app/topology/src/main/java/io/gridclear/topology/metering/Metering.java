package io.gridclear.topology.metering;

import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.RoutedReading;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.metrics.MarketMetrics;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Makes the processors of metering and their stores. */
public final class Metering {

    /** Name of the store of readings. */
    public static final String READINGS_STORE = ReadingStore.NAME;

    /** Name of the store of published energies and of what waits. */
    public static final String PERIODS_STORE = MeterStore.NAME;

    private final Supplier<Deserializer<MarketArea>> areaDeserializers;
    private final LongSupplier areaChanges;
    private final Duration clockInterval;
    private final MarketMetrics metrics;

    /**
     * Metering of one instance.
     *
     * @param areas makes a deserializer a task
     * @param areaChanges how often the table of areas has changed
     * @param clockInterval how often readings are looked for that are due
     */
    public Metering(
            Supplier<Deserializer<MarketArea>> areas,
            LongSupplier areaChanges,
            Duration clockInterval,
            MarketMetrics metrics) {
        this.areaDeserializers = areas;
        this.areaChanges = areaChanges;
        this.clockInterval = clockInterval;
        this.metrics = metrics;
    }

    /** Builders of the two stores. What waits is written often and lives shortly: its store keeps the last value a commit. */
    public static List<StoreBuilder<KeyValueStore<Bytes, byte[]>>> stores() {
        return List.of(store(READINGS_STORE), store(PERIODS_STORE).withCachingEnabled());
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    /** Folds readings into the energies of periods. */
    public Processor<String, RoutedReading, String, PeriodEnergy> folds() {
        return new MeteringProcessor(
                context -> new AreaDirectory(
                        context.getStateStore(AreaDirectory.STORE), areaDeserializers.get(), areaChanges),
                clockInterval,
                metrics);
    }
}
