package io.gridclear.topology.metering;

import io.gridclear.market.metering.IntervalReading;
import io.gridclear.market.metering.MeterTimeline;
import io.gridclear.market.metering.PeriodEnergy;
import io.gridclear.market.metering.PeriodGrid;
import io.gridclear.market.metering.TradingPeriod;
import io.gridclear.records.ReadingRecords;
import io.gridclear.schemas.avro.RoutedReading;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.areas.AreaRules;
import io.gridclear.topology.metering.ReadingCodec.Published;
import io.gridclear.topology.metrics.MarketMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the readings of one task's usage points, and publishes the energy of a period whenever it has changed. Readings are
 * folded {@value #SETTLE_MS} ms after the first of them came, those of a period that is not over as long after its end: a
 * flood of readings makes at most one record of a period in that time. Input and output key: usage point.
 */
final class MeteringProcessor
        implements Processor<String, RoutedReading, String, io.gridclear.schemas.avro.PeriodEnergy> {

    /** How long readings wait for others of their period, ms: a meter's batch arrives within it. */
    static final long SETTLE_MS = 1_000;

    /**
     * Most usage points and periods that wait: some 300 bytes each. Beyond, the first are folded at once, so that a backlog
     * is read no faster than it is folded.
     */
    private static final int MOST_WAITING = 50_000;

    /** How long one turn of the clock folds, ms, before the next readings are taken. */
    private static final long TURN_MS = 50;

    /** How often the lengths of periods are compared with the areas' configuration, ms. */
    private static final long AREAS_EVERY_MS = 1_000;

    /**
     * How long readings and energies are kept beyond the time in which readings are taken, ms: one that is just taken still
     * meets all that its fold looks at, and finds the revisions of its periods.
     */
    private static final long KEPT_BEYOND_MS = 3 * MeterTimeline.REACH_MS;

    /** A store is looked through once a day, this many entries a turn. */
    private static final long PURGE_EVERY_MS = Duration.ofDays(1).toMillis();

    private static final int PURGED_A_TURN = 100;

    private final Function<ProcessorContext<?, ?>, AreaDirectory> directories;
    private final Duration clockInterval;
    private final MarketMetrics metrics;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private ProcessorContext<String, io.gridclear.schemas.avro.PeriodEnergy> context;

    @SuppressWarnings("NullAway.Init")
    private AreaDirectory directory;

    @SuppressWarnings("NullAway.Init")
    private ReadingStore readings;

    @SuppressWarnings("NullAway.Init")
    private MeterStore meters;

    @SuppressWarnings("NullAway.Init")
    private SettlingQueue waiting;

    @SuppressWarnings("NullAway.Init")
    private PeriodFolding folding;

    @SuppressWarnings("NullAway.Init")
    private MeterPurge readingPurge;

    @SuppressWarnings("NullAway.Init")
    private MeterPurge energyPurge;

    private long areasReadAt;
    private long keptMs = AreaRules.LONGEST_CORRECTION_MS + KEPT_BEYOND_MS;

    MeteringProcessor(
            Function<ProcessorContext<?, ?>, AreaDirectory> directories,
            Duration clockInterval,
            MarketMetrics metrics) {
        this.directories = directories;
        this.clockInterval = clockInterval;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, io.gridclear.schemas.avro.PeriodEnergy> processorContext) {
        context = processorContext;
        directory = directories.apply(context);
        KeyValueStore<Bytes, byte[]> readingBytes = context.getStateStore(ReadingStore.NAME);
        KeyValueStore<Bytes, byte[]> periodBytes = context.getStateStore(MeterStore.NAME);
        readings = new ReadingStore(readingBytes);
        meters = new MeterStore(periodBytes);
        waiting = new SettlingQueue(periodBytes);
        folding = new PeriodFolding(readings);
        readingPurge = new MeterPurge(
                readingBytes,
                Bytes.wrap(new byte[] {0}),
                Bytes.wrap(new byte[] {Byte.MAX_VALUE}),
                entry -> ReadingStore.end(entry.key.get()));
        energyPurge = new MeterPurge(
                periodBytes,
                Bytes.wrap(new byte[] {MeterStore.ENERGY}),
                Bytes.wrap(new byte[] {MeterStore.ENERGY + 1}),
                MeterStore::periodEnd);
        context.schedule(clockInterval, PunctuationType.WALL_CLOCK_TIME, time -> onClock());
    }

    @Override
    public void process(Record<String, RoutedReading> record) {
        RoutedReading routed = record.value();
        String point = record.key();
        IntervalReading reading = ReadingRecords.toReading(routed.getReading());
        PeriodGrid grid = grid(routed.getAreaMrid());
        IntervalReading before = readings.find(point, reading.start(), reading.end());
        if (grid == null || (before != null && !reading.supersedes(before))) {
            metrics.readingWithoutEffect();
            return;
        }
        readings.put(point, reading);
        meters.saw(point, reading);
        TradingPeriod last = grid.at(reading.end() - 1);
        waiting.add(new Unsettled(
                point,
                last.start(),
                Math.max(now(), last.end()) + SETTLE_MS,
                reading.start(),
                reading.end(),
                reading.hasRegister() || (before != null && before.hasRegister()),
                routed.getAreaMrid(),
                routed.getMarketParticipantMrid()));
        metrics.readingTaken();
        Unsettled first = waiting.first();
        if (waiting.size() > MOST_WAITING && first != null) {
            settle(first);
        }
    }

    /** Periods of an area; null where it is gone since intake let the reading pass, and none of its readings came before. */
    private @Nullable PeriodGrid grid(String area) {
        PeriodGrid known = meters.grid(area);
        if (known != null) {
            return known;
        }
        AreaRules rules = directory.find(area);
        if (rules == null) {
            return null;
        }
        PeriodGrid grid = PeriodGrid.of(rules.terms().periodMs());
        meters.saveGrid(area, grid);
        return grid;
    }

    private void onClock() {
        long now = now();
        if (Math.abs(now - areasReadAt) >= AREAS_EVERY_MS) {
            areasReadAt = now;
            followAreas(now);
            keptMs = longestKeptMs();
        }
        for (Unsettled due = waiting.first();
                due != null && due.dueAt() <= now && now() - now < TURN_MS;
                due = waiting.first()) {
            settle(due);
        }
        long before = now - keptMs;
        readingPurge.step(now, PURGE_EVERY_MS, before, PURGED_A_TURN);
        energyPurge.step(now, PURGE_EVERY_MS, before, PURGED_A_TURN);
    }

    /** As long as any area takes readings; a usage point may move from one to another. */
    private long longestKeptMs() {
        long longestMs = -1;
        for (AreaRules rules : directory.all()) {
            longestMs = Math.max(longestMs, rules.terms().correctionHorizonMs());
        }
        // areas that are not read yet must not cost a reading
        return (longestMs < 0 ? AreaRules.LONGEST_CORRECTION_MS : longestMs) + KEPT_BEYOND_MS;
    }

    /**
     * A new length of periods counts from where the book would begin them: behind the periods whose gate has closed. Periods
     * before keep theirs, however late their readings come.
     */
    private void followAreas(long now) {
        for (Map.Entry<String, PeriodGrid> known : meters.grids().entrySet()) {
            AreaRules rules = directory.find(known.getKey());
            PeriodGrid grid = known.getValue();
            if (rules != null && rules.terms().periodMs() != grid.latestLengthMs()) {
                long openFrom = grid.at(now + rules.terms().gateClosureMs()).end();
                meters.saveGrid(
                        known.getKey(), grid.changedFrom(openFrom, rules.terms().periodMs()));
            }
        }
    }

    private void settle(Unsettled changed) {
        waiting.remove(changed);
        PeriodGrid grid = meters.grid(changed.area());
        if (grid == null) {
            throw new IllegalStateException("readings of area " + changed.area() + " wait, but it has no periods");
        }
        for (PeriodEnergy energy : folding.energies(changed, grid, meters.traits(changed.point()))) {
            publishIfChanged(changed, energy);
        }
    }

    private void publishIfChanged(Unsettled changed, PeriodEnergy energy) {
        Published last = meters.published(changed.point(), energy.period().start());
        boolean nothingEver = last == null && energy.coveredMs() == 0;
        if (nothingEver || (last != null && last.energy().equals(energy))) {
            return;
        }
        long revision = last == null ? 0 : last.revision() + 1;
        String area = areaOf(energy, last, changed);
        meters.publish(changed.point(), new Published(energy, revision, area));
        metrics.energyPublished();
        context.forward(new Record<>(
                changed.point(),
                ReadingRecords.toRecord(changed.point(), area, changed.participant(), energy, revision, now()),
                now()));
    }

    /** A period that has begun in an area ends there: where the usage point is by now, nobody contracted its energy. */
    private static String areaOf(PeriodEnergy energy, @Nullable Published last, Unsettled changed) {
        return last != null && last.energy().period().equals(energy.period()) ? last.area() : changed.area();
    }

    private long now() {
        return context.currentSystemTimeMs();
    }
}
