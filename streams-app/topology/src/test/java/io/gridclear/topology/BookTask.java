package io.gridclear.topology;

import io.gridclear.market.routing.Feeder;
import io.gridclear.records.FeederRecords;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.RoutedBid;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.areas.FeederDirectory;
import io.gridclear.topology.clearing.StepLimits;
import io.gridclear.topology.delivery.DeliveryEvents;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Outgoing;
import io.gridclear.topology.output.OutgoingSerializer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The task that keeps an area's book, without Kafka around it: the test commits and crashes it where it likes. After a crash
 * another instance takes over what was committed, and the bids that were not come again, as Kafka would have it.
 */
final class BookTask implements AutoCloseable {

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final OutgoingSerializer serializer = new OutgoingSerializer(serdes);
    private final TransactionalStore areas = new TransactionalStore(AreaDirectory.STORE);
    private final TransactionalStore feeders = new TransactionalStore(FeederDirectory.STORE);
    private final PublishedRecords committed = new PublishedRecords(serdes);
    private final List<RoutedBid> bids = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MarketMetrics metrics = new MarketMetrics(meters);
    private final StepLimits limits;
    private final TaskDisk disk;
    private List<? extends KeyValueStore<Bytes, byte[]>> stores = List.of();
    private int nextBid;
    private int committedBids;
    private long now;
    private MockProcessorContext<String, Outgoing> context;
    private MarketProcessor processor;

    /** A task on stores under a transaction. */
    BookTask(long now, StepLimits limits) {
        this(now, limits, TaskDisk.transactional());
    }

    BookTask(long now, StepLimits limits, TaskDisk disk) {
        this.now = now;
        this.limits = limits;
        this.disk = disk;
        start();
    }

    private void start() {
        String directory = disk.directory() == null ? "none" : disk.directory().toString();
        context = new MockProcessorContext<>(
                StreamsProperties.forTests("market", directory, metrics), new TaskId(1, 0), disk.directory());
        context.setCurrentSystemTimeMs(now);
        context.addStateStore(areas);
        context.addStateStore(feeders);
        stores = disk.open(context.getStateStoreContext());
        stores.forEach(context::addStateStore);
        processor = new MarketProcessor(
                1,
                Duration.ofMillis(10),
                serdes.deserializer(TopicCatalogue.AREAS),
                System::nanoTime,
                serdes.deserializer(TopicCatalogue.FEEDERS),
                metrics,
                limits);
        processor.init(context);
    }

    void configure(MarketArea area) {
        areas.put(
                Bytes.wrap(area.getAreaMrid().getBytes(StandardCharsets.UTF_8)),
                serdes.serializer(TopicCatalogue.AREAS).serialize(TopicCatalogue.AREAS.name(), area));
    }

    /** A feeder under a key, which should be its digest. */
    void feeder(String key, Feeder feeder) {
        feeders.put(
                Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)),
                serdes.serializer(TopicCatalogue.FEEDERS)
                        .serialize(TopicCatalogue.FEEDERS.name(), FeederRecords.toRecord(feeder)));
    }

    void removeFeeder(String key) {
        feeders.delete(Bytes.wrap(key.getBytes(StandardCharsets.UTF_8)));
    }

    void remove(String area) {
        areas.delete(Bytes.wrap(area.getBytes(StandardCharsets.UTF_8)));
    }

    /** A bid in the repartition topic: intake has let it pass. */
    void route(Bid bid, String area, String participant) {
        route(bid, area, participant, "bus");
    }

    void route(Bid bid, String area, String participant, String bus) {
        bids.add(new RoutedBid(bid, area, participant, bus, 0, (long) bids.size()));
    }

    /** Processes bids that wait. */
    void process(int most) {
        for (int i = 0; i < most && nextBid < bids.size(); i++) {
            RoutedBid bid = bids.get(nextBid++);
            processor.process(new Record<>(bid.getAreaMrid(), bid, now));
        }
    }

    void processAll() {
        process(Integer.MAX_VALUE);
    }

    /** Moves the time, and gives the clock a turn. */
    void advance(long ms) {
        sleep(ms);
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(now);
    }

    /** Gives the clock a number of turns, 10 ms each. */
    void turns(int number) {
        for (int turn = 0; turn < number; turn++) {
            advance(10);
        }
    }

    /** Moves the time without a turn of the clock. */
    void sleep(long ms) {
        now += ms;
        context.setCurrentSystemTimeMs(now);
    }

    long now() {
        return now;
    }

    void commit() {
        disk.commit();
        committedBids = nextBid;
        for (var forward : context.forwarded()) {
            Outgoing outgoing = forward.record().value();
            if (DeliveryEvents.isEvent(outgoing)) {
                // another task's
                continue;
            }
            String topic = outgoing.topic().name();
            committed.add(topic, forward.record().key(), serializer.serialize(topic, outgoing));
        }
        context.resetForwards();
    }

    /** The instance dies; another one takes over after a while. */
    void crash(long takeOverMs) {
        disk.rollback();
        nextBid = committedBids;
        now += takeOverMs;
        // its gauges die with it
        processor.close();
        start();
    }

    /** A commit and a graceful move to another instance. */
    void move() {
        commit();
        close();
        start();
    }

    /** What readers of committed records see. */
    PublishedRecords published() {
        return committed;
    }

    /** Entries of all stores together. */
    long entries() {
        return TaskDisk.STORES.stream().mapToLong(this::entries).sum();
    }

    long entries(String name) {
        long entries = 0;
        for (KeyValueStore<Bytes, byte[]> store : stores) {
            if (store.name().equals(name)) {
                try (var all = store.all()) {
                    while (all.hasNext()) {
                        all.next();
                        entries++;
                    }
                }
            }
        }
        return entries;
    }

    double metric(String name) {
        return meters.find(name).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    @Override
    public void close() {
        processor.close();
        disk.close();
    }
}
