package io.gridclear.topology.intake;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.RoutedReading;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.metrics.MarketMetrics;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Makes the processors of intake, which share their tasks' registers of usage points. */
public final class Intake {

    /** Name of the store of registrations. */
    public static final String REGISTER_STORE = UsagePointRegister.STORE;

    /** Name of the node that takes the bids which go on to their books. */
    public static final String ROUTED = "routed";

    /** Name of the node that takes the refusals. */
    public static final String REFUSED = "refused";

    private final UsagePointRegisters registers;
    private final Supplier<Deserializer<MarketArea>> areaDeserializers;
    private final LongSupplier areaChanges;
    private final SignatureRule signatures;
    private final MarketMetrics metrics;

    /**
     * Intake of one instance.
     *
     * @param points makes a deserializer a task
     * @param areas makes a deserializer a task
     * @param areaChanges how often the table of areas has changed
     */
    public Intake(
            Supplier<Deserializer<UsagePoint>> points,
            Supplier<Deserializer<MarketArea>> areas,
            LongSupplier areaChanges,
            Ed25519Verifier verifier,
            MarketMetrics metrics) {
        this.registers = new UsagePointRegisters(points);
        this.areaDeserializers = areas;
        this.areaChanges = areaChanges;
        this.signatures = new SignatureRule(verifier);
        this.metrics = metrics;
    }

    /** Builder of the store of registrations; its topic is its changelog. */
    public static StoreBuilder<KeyValueStore<String, byte[]>> registerStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(REGISTER_STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
    }

    /** Keeps the register up to date. */
    public Processor<String, byte[], Void, Void> registration() {
        return new RegistrationProcessor(registers);
    }

    /** Checks bids; each result goes to the one of the two nodes that takes it. */
    public Processor<String, Bid, String, IntakeResult> checks() {
        return new IntakeProcessor(registers, this::directory, signatures, metrics);
    }

    /** Checks readings; what passes goes on, what does not is thrown into the dead letters. */
    public Processor<String, MeterReading, String, RoutedReading> readingChecks() {
        return new ReadingIntakeProcessor(registers, this::directory, signatures, metrics);
    }

    private AreaDirectory directory(ProcessorContext<?, ?> context) {
        return new AreaDirectory(context.getStateStore(AreaDirectory.STORE), areaDeserializers.get(), areaChanges);
    }
}
