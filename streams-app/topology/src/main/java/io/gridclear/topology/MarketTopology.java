package io.gridclear.topology;

import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.RoutedBid;
import io.gridclear.schemas.avro.RoutedReading;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.areas.FeederDirectory;
import io.gridclear.topology.book.OrderQueueStore;
import io.gridclear.topology.book.ParticipantStore;
import io.gridclear.topology.book.PeriodStore;
import io.gridclear.topology.clearing.StepLimits;
import io.gridclear.topology.delivery.Delivery;
import io.gridclear.topology.delivery.DeliveryEvents;
import io.gridclear.topology.delivery.DeliveryLimits;
import io.gridclear.topology.delivery.DeliveryTimes;
import io.gridclear.topology.errors.ArrivalTimestamps;
import io.gridclear.topology.intake.Intake;
import io.gridclear.topology.intake.IntakeResult;
import io.gridclear.topology.metering.Metering;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Outgoing;
import io.gridclear.topology.output.OutgoingSerializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The data's path, top to bottom.
 *
 * <pre>
 * market.areas.v1, market.feeders.v1 (tables) ---+----------------------------+
 * meter.points.v1 -> register -+                |                            |
 * market.bids.v1 ------------> intake -> bids by area -> book and clearing -> market.book.v1
 *                                |                            |               market.reference-prices.v1
 *                                +-> market.bid-rejections.v1 +               market.trades.v1
 *                                                                             settlement.lines.v1, settlement.latest.v1
 *                                                                             market.clearings.v1
 * meter.readings.v1 ---------> reading intake -> readings by point -> metering -> meter.period-energy.v1
 * what is cleared, energies by area -> delivery -> settlement.inputs.v1
 *                                                  settlement.lines.v1, settlement.latest.v1
 *                                                  settlement.runs.v1
 * </pre>
 *
 * Readings are checked beside the bids, by the same register, but kept by tasks of their own: who takes over the intake of a
 * partition must not wait until years of readings are restored (decision 52).
 */
public final class MarketTopology {

    private static final String READING_INTAKE = "reading-intake";

    private final ContractSerdes serdes;
    private final Ed25519Verifier verifier;
    private final MarketMetrics metrics;
    private final int areaPartitions;
    private final Duration clockInterval;
    private final DeliveryTimes times;

    /** How often the table of areas has changed: whoever looks areas up need not ask the table while it stands still. */
    private final AtomicLong areaChanges = new AtomicLong();

    /**
     * The topology of one instance.
     *
     * @param areaPartitions partitions of the topics that are keyed by area; fixed for the life of the application
     * @param clockInterval how often the clock looks for ticks and steps that are due
     */
    public MarketTopology(
            ContractSerdes serdes,
            Ed25519Verifier verifier,
            MarketMetrics metrics,
            int areaPartitions,
            Duration clockInterval) {
        this(serdes, verifier, metrics, areaPartitions, clockInterval, DeliveryTimes.STANDARD);
    }

    /** The same with other times of delivery. */
    public MarketTopology(
            ContractSerdes serdes,
            Ed25519Verifier verifier,
            MarketMetrics metrics,
            int areaPartitions,
            Duration clockInterval,
            DeliveryTimes times) {
        this.serdes = serdes;
        this.verifier = verifier;
        this.metrics = metrics;
        this.areaPartitions = areaPartitions;
        this.clockInterval = clockInterval;
        this.times = times;
    }

    /** The whole of it. */
    public Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        Intake intake = intake();
        KStream<String, IntakeResult> checked = checkedBids(builder, intake);
        List<StoreBuilder<?>> stores = List.of(
                bytesStore(OrderQueueStore.NAME),
                bytesStore(ParticipantStore.NAME),
                bytesStore(PeriodStore.NAME).withCachingEnabled());
        stores.forEach(builder::addStateStore);
        KStream<String, Outgoing> outcomes = routed(checked)
                .repartition(Repartitioned.<String, RoutedBid>as("bids-by-area")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(ContractSerdes.internal(RoutedBid.class))
                        .withNumberOfPartitions(areaPartitions))
                .process(
                        this::market,
                        Named.as("market"),
                        OrderQueueStore.NAME,
                        ParticipantStore.NAME,
                        PeriodStore.NAME);
        outcomes.filterNot((area, outgoing) -> DeliveryEvents.isEvent(outgoing), Named.as("published"))
                .to((key, outgoing, context) -> outgoing.topic().name(), toItsTopic("outcomes"));
        settle(builder, outcomes, energiesByArea(builder, intake));
        return withRegister(builder.build(), intake, true);
    }

    /**
     * Delivery: what the books have cleared and what metering finds, by area. It has tasks of its own: who takes over a book
     * must not wait until years of deliveries are restored, nor a gate for a run (decision 53).
     */
    private void settle(
            StreamsBuilder builder, KStream<String, Outgoing> outcomes, KStream<String, PeriodEnergy> energies) {
        Delivery.stores().forEach(builder::addStateStore);
        Delivery delivery = new Delivery(
                () -> serdes.deserializer(TopicCatalogue.AREAS),
                areaChanges::get,
                clockInterval,
                times,
                metrics.delivery(),
                DeliveryLimits.STANDARD);
        KStream<String, DeliveryEvent> items = outcomes.filter(
                        (area, outgoing) -> DeliveryEvents.isEvent(outgoing), Named.as("handed-on"))
                .mapValues(DeliveryEvents::event, Named.as("items"));
        energies.mapValues(DeliveryEvents::of, Named.as("energy-events"))
                .merge(items, Named.as("delivery-events"))
                .repartition(Repartitioned.<String, DeliveryEvent>as("delivery-by-area")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(ContractSerdes.internal(DeliveryEvent.class))
                        .withNumberOfPartitions(areaPartitions))
                .process(delivery::settles, Named.as("delivery"), Delivery.storeNames())
                .to((key, outgoing, context) -> outgoing.topic().name(), toItsTopic("settlements"));
    }

    /**
     * Metering: from the topic of readings to the energies of periods, which are on their way to their topic.
     *
     * @return the same energies under the area's key, for whoever goes on with them; not yet repartitioned
     */
    private KStream<String, PeriodEnergy> energiesByArea(StreamsBuilder builder, Intake intake) {
        Metering.stores().forEach(builder::addStateStore);
        Metering metering =
                new Metering(() -> serdes.deserializer(TopicCatalogue.AREAS), areaChanges::get, clockInterval, metrics);
        KStream<String, PeriodEnergy> energies = builder.stream(
                        TopicCatalogue.READINGS.name(),
                        Consumed.with(Serdes.String(), serdes.serde(TopicCatalogue.READINGS))
                                .withTimestampExtractor(new ArrivalTimestamps())
                                .withName("readings"))
                .process(intake::readingChecks, Named.as(READING_INTAKE))
                .repartition(Repartitioned.<String, RoutedReading>as("readings-by-point")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(ContractSerdes.internal(RoutedReading.class)))
                .process(metering::folds, Named.as("metering"), Metering.READINGS_STORE, Metering.PERIODS_STORE);
        energies.to(
                TopicCatalogue.PERIOD_ENERGY.name(),
                Produced.with(Serdes.String(), serdes.serde(TopicCatalogue.PERIOD_ENERGY))
                        .withName("energies"));
        return energies.selectKey((point, energy) -> energy.getAreaMrid(), Named.as("energies-by-area"));
    }

    /**
     * Intake by itself, for whoever wants to know what it takes apart from the books.
     *
     * @param routedTopic where the bids go that the books would take
     */
    public Topology buildIntake(String routedTopic) {
        StreamsBuilder builder = new StreamsBuilder();
        Intake intake = intake();
        routed(checkedBids(builder, intake))
                .to(
                        routedTopic,
                        Produced.with(Serdes.String(), ContractSerdes.internal(RoutedBid.class))
                                .withName("bids-by-area"));
        return withRegister(builder.build(), intake, false);
    }

    private Intake intake() {
        return new Intake(
                () -> serdes.deserializer(TopicCatalogue.POINTS),
                () -> serdes.deserializer(TopicCatalogue.AREAS),
                areaChanges::get,
                () -> serdes.deserializer(TopicCatalogue.FEEDERS),
                verifier,
                metrics);
    }

    /** From the topic of bids to what intake makes of them; the refusals are on their way. */
    private KStream<String, IntakeResult> checkedBids(StreamsBuilder builder, Intake intake) {
        readTables(builder);
        KStream<String, IntakeResult> checked = builder.stream(
                        TopicCatalogue.BIDS.name(),
                        Consumed.with(Serdes.String(), serdes.serde(TopicCatalogue.BIDS))
                                .withName("bids"))
                .process(intake::checks, Named.as("intake"));
        checked.mapValues(
                        result -> new Outgoing(TopicCatalogue.BID_REJECTIONS, result.refusal()),
                        Named.as(Intake.REFUSED))
                .to((key, outgoing, context) -> outgoing.topic().name(), toItsTopic("refusals"));
        return checked;
    }

    private static KStream<String, RoutedBid> routed(KStream<String, IntakeResult> checked) {
        return checked.mapValues(IntakeResult::routed, Named.as(Intake.ROUTED));
    }

    private static Topology withRegister(Topology topology, Intake intake, boolean withReadings) {
        topology.addReadOnlyStateStore(
                Intake.registerStore(),
                "points",
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                TopicCatalogue.POINTS.name(),
                "registration",
                intake::registration);
        topology.connectProcessorAndStateStores("intake", Intake.REGISTER_STORE);
        if (withReadings) {
            topology.connectProcessorAndStateStores(READING_INTAKE, Intake.REGISTER_STORE);
        }
        return topology;
    }

    private Produced<String, Outgoing> toItsTopic(String name) {
        return Produced.with(Serdes.String(), outgoingSerde()).withName(name);
    }

    private Processor<String, RoutedBid, String, Outgoing> market() {
        return new MarketProcessor(
                areaPartitions,
                clockInterval,
                serdes.deserializer(TopicCatalogue.AREAS),
                areaChanges::get,
                serdes.deserializer(TopicCatalogue.FEEDERS),
                metrics,
                StepLimits.STANDARD);
    }

    private Serde<Outgoing> outgoingSerde() {
        return Serdes.serdeFrom(new OutgoingSerializer(serdes), (topic, bytes) -> {
            throw new IllegalStateException("outgoing records are only written, " + topic + " is read by its contract");
        });
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> bytesStore(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray());
    }

    private void readTables(StreamsBuilder builder) {
        readTable(builder, TopicCatalogue.AREAS, AreaDirectory.STORE, areaChanges::incrementAndGet);
        // a feeder never changes: a directory asks for it until it is there
        readTable(builder, TopicCatalogue.FEEDERS, FeederDirectory.STORE, () -> {});
    }

    /** The table keeps the topic's bytes: an area or feeder that cannot be read must not stop the instance. */
    private static void readTable(StreamsBuilder builder, TopicContract<?> topic, String store, Runnable changed) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(store), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic.name(),
                Consumed.with(Serdes.Bytes(), Serdes.ByteArray()).withName(store),
                () -> new ContextualProcessor<Bytes, byte[], Void, Void>() {
                    @Override
                    public void process(Record<Bytes, byte[]> record) {
                        if (record.key() != null) {
                            KeyValueStore<Bytes, byte[]> table = context().getStateStore(store);
                            table.put(record.key(), record.value());
                            changed.run();
                        }
                    }
                });
    }
}
