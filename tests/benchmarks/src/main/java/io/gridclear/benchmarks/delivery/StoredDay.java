package io.gridclear.benchmarks.delivery;

import io.gridclear.benchmarks.kernel.ProcessorTime;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.Trade;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.DeliveryEvent;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.ReadingQuality;
import io.gridclear.schemas.avro.RoutedReading;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.delivery.Delivery;
import io.gridclear.topology.delivery.DeliveryEvents;
import io.gridclear.topology.delivery.DeliveryLimits;
import io.gridclear.topology.delivery.DeliveryTimes;
import io.gridclear.topology.metering.Metering;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Outgoing;
import io.gridclear.topology.output.OutgoingSerializer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The day through the application's own processors of metering and delivery, on their RocksDB stores: readings are folded,
 * energies taken in, runs made in turns of the usual size, and every record that is published made into bytes. No broker, no
 * changelog, and no cache before the store of what waits.
 */
final class StoredDay implements AutoCloseable {

    private static final Duration CLOCK = Duration.ofMillis(10);
    private static final long GRACE_AND_MORE_MS = Duration.ofDays(2).toMillis();

    /** More than metering waits for another reading. */
    private static final long READINGS_SETTLE_MS = 2_000;

    /** More than delivery waits for another change. */
    private static final long SETTLING_MS = Duration.ofMinutes(2).toMillis();

    private final MeteredDay day;
    private final int periods;
    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final OutgoingSerializer serializer = new OutgoingSerializer(serdes);
    private final List<KeyValueStore<Bytes, byte[]>> opened = new ArrayList<>();
    private final MockProcessorContext<String, PeriodEnergy> meteringContext;
    private final MockProcessorContext<String, Outgoing> deliveryContext;
    private final Processor<String, RoutedReading, String, PeriodEnergy> metering;
    private final Processor<String, DeliveryEvent, String, Outgoing> delivery;
    private final Spent contracts;
    private final Spent readings;
    private final Spent metered;
    private final Spent correctedReadings;
    private final Spent correction;
    private final List<String> roots = new ArrayList<>();
    private long now = MeteredDay.periodStart(0);
    private long readingClock;
    private long lines;

    StoredDay(MeteredDay day, int periods, Path directory) {
        this.day = day;
        this.periods = periods;
        contracts = new Spent("items", periods);
        readings = new Spent("readings", periods);
        metered = new Spent("lines", periods);
        correctedReadings = new Spent("readings", periods);
        correction = new Spent("lines", periods);
        readingClock = MeteredDay.periodStart(periods);
        meteringContext = context(directory, 0, readingClock);
        deliveryContext = context(directory, 1, now);
        metering = new Metering(() -> serdes.deserializer(TopicCatalogue.AREAS), () -> 1, CLOCK, MarketMetrics.none())
                .folds();
        delivery = new Delivery(
                        () -> serdes.deserializer(TopicCatalogue.AREAS),
                        () -> 1,
                        CLOCK,
                        DeliveryTimes.STANDARD,
                        MarketMetrics.none().delivery(),
                        DeliveryLimits.STANDARD)
                .settles();
        openStores(meteringContext, Metering.stores());
        openStores(deliveryContext, Delivery.stores());
        metering.init(meteringContext);
        delivery.init(deliveryContext);
    }

    private <V> MockProcessorContext<String, V> context(Path directory, int task, long clock) {
        MockProcessorContext<String, V> context = new MockProcessorContext<>(
                StreamsProperties.forTests("benchmark", directory.toString(), MarketMetrics.none()),
                new TaskId(task, 0),
                directory.resolve(Integer.toString(task)).toFile());
        context.setCurrentSystemTimeMs(clock);
        return context;
    }

    private void openStores(
            MockProcessorContext<String, ?> context, List<StoreBuilder<KeyValueStore<Bytes, byte[]>>> builders) {
        builders.forEach(builder -> open(context, builder));
        KeyValueStore<Bytes, byte[]> areas = open(
                context,
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(AreaDirectory.STORE), Serdes.Bytes(), Serdes.ByteArray()));
        areas.put(
                Bytes.wrap(MeteredDay.AREA.getBytes(StandardCharsets.UTF_8)),
                serdes.serializer(TopicCatalogue.AREAS).serialize(TopicCatalogue.AREAS.name(), MeteredDay.area()));
    }

    private KeyValueStore<Bytes, byte[]> open(
            MockProcessorContext<String, ?> context, StoreBuilder<KeyValueStore<Bytes, byte[]>> builder) {
        KeyValueStore<Bytes, byte[]> store =
                builder.withCachingDisabled().withLoggingDisabled().build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        opened.add(store);
        return store;
    }

    /** Takes in the contracts of the day, settles it as metered, corrects every reading, and settles it again. */
    void run() {
        for (int period = 0; period < periods; period++) {
            takeContracts(period);
        }
        read(0, readings);
        now += GRACE_AND_MORE_MS;
        settle(metered);
        read(1, correctedReadings);
        now += SETTLING_MS;
        roots.clear();
        settle(correction);
    }

    /** Items as the book hands them on, and the clearing behind them. */
    private void takeContracts(int period) {
        MeteredDay.Orders orders = day.orders(period);
        List<ContractItem> items = new ArrayList<>();
        ClearingOutcome outcome = orders.clear(new ClearingJournal.Output() {
            @Override
            public void trade(Trade trade) {
                // its item follows
            }

            @Override
            public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
                // its item follows
            }

            @Override
            public void item(ContractItem item) {
                items.add(item);
            }
        });
        long start = MeteredDay.periodStart(period);
        ClearingResult result = OutcomeRecords.toRecord(
                MeteredDay.AREA,
                start,
                TermsRecords.toTerms(MeteredDay.area().getTerms()),
                outcome,
                day.meters(),
                new byte[32],
                start,
                start,
                start);
        contracts.time(() -> {
            items.forEach(item -> deliver(DeliveryRecords.toRecord(MeteredDay.AREA, start, item)));
            deliver(DeliveryEvent.newBuilder()
                    .setAreaMrid(MeteredDay.AREA)
                    .setPeriodStart(result.getPeriodStart())
                    .setClearing(result)
                    .build());
            return result;
        });
        contracts.count(items.size());
    }

    private void deliver(DeliveryEvent event) {
        delivery.process(new Record<>(event.getAreaMrid(), event, now));
    }

    /** All readings of the day, period by period, folded and taken in by delivery. */
    private void read(long revision, Spent spent) {
        for (int period = 0; period < periods; period++) {
            List<RoutedReading> routed = routed(day.orders(period), revision);
            spent.time(() -> {
                for (RoutedReading reading : routed) {
                    metering.process(new Record<>(reading.getReading().getUsagePointMrid(), reading, now));
                }
                readingClock += READINGS_SETTLE_MS;
                meteringContext.setCurrentSystemTimeMs(readingClock);
                turn(meteringContext);
                meteringContext
                        .forwarded()
                        .forEach(forward ->
                                deliver(DeliveryEvents.of(forward.record().value())));
                meteringContext.resetForwards();
                return routed;
            });
            spent.count(routed.size());
        }
    }

    private List<RoutedReading> routed(MeteredDay.Orders orders, long revision) {
        Instant start = Instant.ofEpochMilli(MeteredDay.periodStart(orders.period()));
        Instant end = start.plusMillis(MeteredDay.PERIOD_MS);
        List<RoutedReading> routed = new ArrayList<>();
        for (int meter = 0; meter < day.meters(); meter++) {
            PointKey point = MeteredDay.point(meter);
            long wh = orders.meteredWh(meter, revision);
            MeterReading reading = MeterReading.newBuilder()
                    .setUsagePointMrid(point.usagePoint())
                    .setIntervalStart(start)
                    .setIntervalEnd(end)
                    .setImportWh(orders.sells(meter) ? 0 : wh)
                    .setExportWh(orders.sells(meter) ? wh : 0)
                    .setQuality(ReadingQuality.VALID)
                    .setRevision(revision)
                    .setCreatedAt(end)
                    .build();
            routed.add(new RoutedReading(reading, MeteredDay.AREA, point.participant()));
        }
        return routed;
    }

    private static void turn(MockProcessorContext<?, ?> context) {
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(context.currentSystemTimeMs());
    }

    /** Turns of the clock until every period has its run; a period's time is that between its run and the one before. */
    private void settle(Spent spent) {
        deliveryContext.setCurrentSystemTimeMs(now);
        lines = 0;
        int done = 0;
        long wall = System.nanoTime();
        long processor = ProcessorTime.nanos();
        while (done < periods) {
            turn(deliveryContext);
            int runs = publish();
            if (runs > 0) {
                long wallNow = System.nanoTime();
                long processorNow = ProcessorTime.nanos();
                for (int run = 0; run < runs; run++) {
                    spent.add((wallNow - wall) / runs, (processorNow - processor) / runs);
                }
                done += runs;
                wall = wallNow;
                processor = processorNow;
            }
        }
        spent.count(lines);
    }

    private int publish() {
        int runs = 0;
        for (var forward : deliveryContext.forwarded()) {
            Outgoing outgoing = forward.record().value();
            serializer.serialize(outgoing.topic().name(), outgoing);
            if (outgoing.value() instanceof SettlementRunResult result) {
                byte[] root = new byte[result.getSettlementRoot().remaining()];
                result.getSettlementRoot().duplicate().get(root);
                roots.add(HexFormat.of().formatHex(root));
                lines += result.getSettlementLines();
                runs++;
            }
        }
        deliveryContext.resetForwards();
        return runs;
    }

    /** Settlement roots of the corrections, by period. */
    List<String> correctionRoots() {
        return roots;
    }

    void print() {
        contracts.print("application, contracts taken in", metered);
        readings.print("application, readings folded, taken in", metered);
        metered.print("application, METERED (baseline)", metered);
        correctedReadings.print("application, corrected readings, likewise", metered);
        correction.print("application, CORRECTION", metered);
    }

    @Override
    public void close() {
        opened.forEach(KeyValueStore::close);
    }
}
