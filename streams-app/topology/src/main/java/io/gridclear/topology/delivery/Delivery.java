package io.gridclear.topology.delivery;

import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.topology.metrics.DeliveryMetrics;
import io.gridclear.topology.output.Outgoing;
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

/** Makes the processors of delivery and their stores. */
public final class Delivery {

    private final Supplier<Deserializer<MarketArea>> areaDeserializers;
    private final LongSupplier areaChanges;
    private final Duration clockInterval;
    private final DeliveryTimes times;
    private final DeliveryMetrics metrics;
    private final DeliveryLimits limits;

    /**
     * Delivery of one instance.
     *
     * @param areas makes a deserializer a task
     * @param areaChanges how often the table of areas has changed
     * @param clockInterval how often runs are looked for that are due
     * @param limits how much one turn of the clock may do
     */
    public Delivery(
            Supplier<Deserializer<MarketArea>> areas,
            LongSupplier areaChanges,
            Duration clockInterval,
            DeliveryTimes times,
            DeliveryMetrics metrics,
            DeliveryLimits limits) {
        this.areaDeserializers = areas;
        this.areaChanges = areaChanges;
        this.clockInterval = clockInterval;
        this.times = times;
        this.metrics = metrics;
        this.limits = limits;
    }

    /** Names of the stores. */
    public static String[] storeNames() {
        return DeliveryStore.NAMES.toArray(String[]::new);
    }

    /** Builders of the stores. */
    public static List<StoreBuilder<KeyValueStore<Bytes, byte[]>>> stores() {
        return DeliveryStore.NAMES.stream()
                .map(name -> Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray()))
                .toList();
    }

    /** Settles deliveries. */
    public Processor<String, DeliveryEvent, String, Outgoing> settles() {
        return new DeliveryProcessor(clockInterval, areaDeserializers.get(), areaChanges, times, metrics, limits);
    }
}
