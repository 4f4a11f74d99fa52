package io.gridclear.topology;

import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.delivery.Delivery;
import io.gridclear.topology.delivery.DeliveryEvents;
import io.gridclear.topology.delivery.DeliveryLimits;
import io.gridclear.topology.delivery.DeliveryTimes;
import io.gridclear.topology.metrics.DeliveryMetrics;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Outgoing;
import io.gridclear.topology.output.OutgoingSerializer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The task that settles an area's deliveries, without Kafka around it: the test commits and crashes it where it likes. After a
 * crash another instance takes over what was committed, and the events that were not come again.
 */
final class DeliveryTask {

    static final String AREA = MarketDriver.AREA;
    static final long PERIOD = MarketDriver.PERIOD;
    static final long PERIOD_MS = MarketDriver.PERIOD_MS;
    static final long GRACE_MS = 10_000;
    static final long HORIZON_MS = 3_600_000;
    static final long SETTLING_MS = 5_000;
    static final long METERED_AT = PERIOD + PERIOD_MS + GRACE_MS;

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final OutgoingSerializer serializer = new OutgoingSerializer(serdes);
    private final TransactionalStore areas = new TransactionalStore(AreaDirectory.STORE);
    private final List<TransactionalStore> stores =
            Arrays.stream(Delivery.storeNames()).map(TransactionalStore::new).toList();
    private final PublishedRecords committed = new PublishedRecords(serdes);
    private final List<DeliveryEvent> events = new ArrayList<>();
    private final Map<ReplayAudit.Period, List<ContractItem>> items = new HashMap<>();
    private final Map<String, Long> revisions = new HashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DeliveryMetrics metrics = new DeliveryMetrics(meters);
    private final DeliveryLimits limits;
    private int nextEvent;
    private int committedEvents;
    private long now = MarketDriver.BEGIN;
    private MockProcessorContext<String, Outgoing> context;
    private Processor<String, DeliveryEvent, String, Outgoing> processor;

    DeliveryTask(DeliveryLimits limits) {
        this.limits = limits;
        start();
        configure();
    }

    private void start() {
        context = new MockProcessorContext<>(
                StreamsProperties.forTests("market", "none", MarketMetrics.none()), new TaskId(2, 0), null);
        context.setCurrentSystemTimeMs(now);
        context.addStateStore(areas);
        stores.forEach(context::addStateStore);
        processor = new Delivery(
                        () -> serdes.deserializer(TopicCatalogue.AREAS),
                        () -> 1,
                        Duration.ofMillis(10),
                        new DeliveryTimes(SETTLING_MS),
                        metrics,
                        limits)
                .settles();
        processor.init(context);
    }

    static MarketArea area() {
        return MarketDriver.area(AREA, terms -> {
            terms.setMeteringGraceMs(GRACE_MS);
            terms.setCorrectionHorizonMs(HORIZON_MS);
            terms.setGridFee(20_000);
            terms.setEnergyTax(7_000);
            terms.setImbalanceSpread(50_000);
        });
    }

    static MarketTerms terms() {
        return TermsRecords.toTerms(area().getTerms());
    }

    private void configure() {
        areas.put(
                Bytes.wrap(AREA.getBytes(StandardCharsets.UTF_8)),
                serdes.serializer(TopicCatalogue.AREAS).serialize(TopicCatalogue.AREAS.name(), area()));
    }

    /** The order of a participant's usage point: participant "anna" has "up-anna". */
    static OrderRef order(String participant) {
        return new OrderRef("o-" + participant, "up-" + participant, participant);
    }

    /** A cleared period: its items and its result are on their way. */
    void clear(long periodStart, List<ContractItem> all) {
        items.put(new ReplayAudit.Period(AREA, periodStart), all);
        long sellWh = 0;
        long buyWh = 0;
        long trades = 0;
        for (ContractItem item : all) {
            events.add(DeliveryRecords.toRecord(AREA, periodStart, item));
            if (item instanceof ContractItem.Traded traded) {
                sellWh += traded.quantityWh();
                buyWh += traded.quantityWh();
                trades++;
            } else if (item instanceof ContractItem.Residual residual) {
                sellWh += residual.side() == Side.SELL ? residual.quantityWh() : 0;
                buyWh += residual.side() == Side.BUY ? residual.quantityWh() : 0;
            }
        }
        ClearingResult result = ClearingResult.newBuilder()
                .setAreaMrid(AREA)
                .setPeriodStart(Instant.ofEpochMilli(periodStart))
                .setTerms(area().getTerms())
                .setSellWh(sellWh)
                .setBuyWh(buyWh)
                .setStage1Trades(trades)
                .setInputHash(ByteBuffer.wrap(new byte[32]))
                .setSettlementRoot(ByteBuffer.wrap(new byte[32]))
                .build();
        events.add(DeliveryEvent.newBuilder()
                .setAreaMrid(AREA)
                .setPeriodStart(result.getPeriodStart())
                .setClearing(result)
                .build());
    }

    /** One trade between anna and bert. */
    void clearOneTrade() {
        clear(PERIOD, List.of(new ContractItem.Traded(0, order("anna"), order("bert"), 550_000, 40, 0)));
    }

    /** An energy that is on its way; each has a higher revision than the one before. */
    void meter(String participant, long importWh, long exportWh) {
        meter(energy(PERIOD, "up-" + participant, participant, importWh, exportWh));
    }

    PeriodEnergy energy(long period, String usagePoint, String participant, long importWh, long exportWh) {
        return PeriodEnergy.newBuilder()
                .setUsagePointMrid(usagePoint)
                .setAreaMrid(AREA)
                .setMarketParticipantMrid(participant)
                .setPeriodStart(Instant.ofEpochMilli(period))
                .setPeriodEnd(Instant.ofEpochMilli(period + PERIOD_MS))
                .setImportWh(importWh)
                .setExportWh(exportWh)
                .setCoveredMs(PERIOD_MS)
                .setQuality(ReadingQuality.VALID)
                .setRevision(revisions.merge(usagePoint + "@" + period, 1L, Long::sum) - 1)
                .build();
    }

    void meter(PeriodEnergy energy) {
        events.add(DeliveryEvents.of(energy));
    }

    /** Processes events that wait. */
    void process(int most) {
        for (int i = 0; i < most && nextEvent < events.size(); i++) {
            DeliveryEvent event = events.get(nextEvent++);
            processor.process(new Record<>(event.getAreaMrid(), event, now));
        }
    }

    void processAll() {
        process(Integer.MAX_VALUE);
    }

    /** Moves the time, and gives the clock a turn. */
    void advance(long ms) {
        now += ms;
        context.setCurrentSystemTimeMs(now);
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(now);
    }

    void turns(int number) {
        for (int turn = 0; turn < number; turn++) {
            advance(10);
        }
    }

    /** Takes all events, moves to a time, gives the clock turns enough, and commits. */
    void runTo(long time) {
        processAll();
        advance(time - now);
        turns(20);
        commit();
    }

    long now() {
        return now;
    }

    void commit() {
        stores.forEach(TransactionalStore::commit);
        committedEvents = nextEvent;
        for (var forward : context.forwarded()) {
            Outgoing outgoing = forward.record().value();
            String topic = outgoing.topic().name();
            committed.add(topic, forward.record().key(), serializer.serialize(topic, outgoing));
        }
        context.resetForwards();
    }

    /** The instance dies; another one takes over. */
    void crash() {
        stores.forEach(TransactionalStore::rollback);
        nextEvent = committedEvents;
        start();
    }

    /** What readers of committed records see. */
    PublishedRecords published() {
        return committed;
    }

    /** Makes all runs again from what was published. Returns how many there are. */
    int audit() {
        return DeliveryAudit.check(committed, period -> items.getOrDefault(period, List.of()));
    }

    /** Entries of all stores. */
    int entries() {
        return stores.stream().mapToInt(TransactionalStore::size).sum();
    }

    double metric(String name, String... tags) {
        return meters.find(name).tags(tags).meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    /** Lines of a run as text, without the grid's and the tax authority's. */
    List<String> lines(io.gridclear.schemas.avro.SettlementRun run, int revision) {
        return committed.lines().stream()
                .filter(line -> line.getRun() == run && line.getRevision() == revision)
                .filter(line -> !line.getMarketParticipantMrid().equals("grid")
                        && !line.getMarketParticipantMrid().equals("tax-authority"))
                .map(line -> line.getMarketParticipantMrid() + " "
                        + Direction.valueOf(line.getDirection().name()) + " "
                        + ChargeType.valueOf(line.getChargeType().name()) + " " + line.getQuantityWh() + " @ "
                        + line.getPrice() + ", changes " + line.getDeltaNano()
                        + (line.getEstimated() ? ", estimated" : ""))
                .toList();
    }
}
