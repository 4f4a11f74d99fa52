package io.gridclear.topology;

import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.RoutedReading;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.FixedSchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.topology.app.StreamsProperties;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.metering.Metering;
import io.gridclear.topology.metrics.MarketMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The task that folds readings, without Kafka around it: the test commits and crashes it where it likes. What was not
 * committed comes again, to another instance.
 */
final class MeteringTask implements AutoCloseable {

    private final ContractSerdes serdes = new ContractSerdes(FixedSchemaLookup.ofCatalogue());
    private final TransactionalStore areas = new TransactionalStore(AreaDirectory.STORE);
    private final TransactionalStore readingStore = new TransactionalStore(Metering.READINGS_STORE);
    private final TransactionalStore periodStore = new TransactionalStore(Metering.PERIODS_STORE);
    private final List<RoutedReading> readings = new ArrayList<>();
    private final List<PeriodEnergy> committed = new ArrayList<>();
    private long areaChanges;
    private int next;
    private int committedReadings;
    private long now;
    private MockProcessorContext<String, PeriodEnergy> context;
    private Processor<String, RoutedReading, String, PeriodEnergy> processor;

    MeteringTask(long now) {
        this.now = now;
        start();
    }

    private void start() {
        context = new MockProcessorContext<>(
                StreamsProperties.forTests("metering", "none", MarketMetrics.none()), new TaskId(2, 0), null);
        context.setCurrentSystemTimeMs(now);
        for (TransactionalStore store : List.of(areas, readingStore, periodStore)) {
            context.addStateStore(store);
        }
        processor = new Metering(
                        () -> serdes.deserializer(TopicCatalogue.AREAS),
                        () -> areaChanges,
                        Duration.ofMillis(10),
                        MarketMetrics.none())
                .folds();
        processor.init(context);
    }

    void configure(MarketArea area) {
        areas.put(
                Bytes.wrap(area.getAreaMrid().getBytes(StandardCharsets.UTF_8)),
                serdes.serializer(TopicCatalogue.AREAS).serialize(TopicCatalogue.AREAS.name(), area));
        areas.commit();
        areaChanges++;
    }

    /** A reading in the repartition topic: intake has let it pass. */
    void route(MeterReading reading, String area, String participant) {
        readings.add(new RoutedReading(reading, area, participant));
    }

    /** Processes readings that wait. */
    void process(int most) {
        for (int i = 0; i < most && next < readings.size(); i++) {
            RoutedReading reading = readings.get(next++);
            processor.process(new Record<>(reading.getReading().getUsagePointMrid(), reading, now));
        }
    }

    /** Moves the time, and gives the clock a turn. */
    void advance(long ms) {
        now += ms;
        context.setCurrentSystemTimeMs(now);
        context.scheduledPunctuators().get(0).getPunctuator().punctuate(now);
    }

    void commit() {
        readingStore.commit();
        periodStore.commit();
        committedReadings = next;
        context.forwarded().forEach(forward -> committed.add(forward.record().value()));
        context.resetForwards();
    }

    /** Another instance goes on from the last commit. */
    void crash() {
        readingStore.rollback();
        periodStore.rollback();
        next = committedReadings;
        start();
    }

    /** What was published and committed. */
    List<PeriodEnergy> committed() {
        return committed;
    }

    int readingsKept() {
        return readingStore.size();
    }

    int periodEntries() {
        return periodStore.size();
    }

    @Override
    public void close() {
        processor.close();
    }
}
