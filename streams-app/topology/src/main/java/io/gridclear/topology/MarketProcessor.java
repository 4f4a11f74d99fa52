package io.gridclear.topology;

import io.gridclear.market.book.BookOrder;
import io.gridclear.market.order.OrderDecision;
import io.gridclear.market.order.RejectReason;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.RoutedBid;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.topology.areas.AreaDirectory;
import io.gridclear.topology.areas.AreaPartition;
import io.gridclear.topology.areas.AreaRules;
import io.gridclear.topology.book.Books;
import io.gridclear.topology.book.OrderQueueStore;
import io.gridclear.topology.book.ParticipantStore;
import io.gridclear.topology.book.PeriodState;
import io.gridclear.topology.book.PeriodStore;
import io.gridclear.topology.clearing.ClearingSteps;
import io.gridclear.topology.clearing.StepLimits;
import io.gridclear.topology.intake.Rejections;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Outgoing;
import io.gridclear.topology.output.Output;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The market of one task's areas: takes routed bids into their books, and on the clock writes ticks and clears. Input key:
 * area.
 */
final class MarketProcessor implements Processor<String, RoutedBid, String, Outgoing>, Output {

    /** How often the list of areas is read again, ms: a new area starts within a second. */
    private static final long AREAS_EVERY_MS = 1_000;

    private final int areaPartitions;
    private final Duration clockInterval;
    private final Deserializer<MarketArea> areaDeserializer;
    private final LongSupplier areaChanges;
    private final MarketMetrics metrics;
    private final StepLimits limits;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    private ProcessorContext<String, Outgoing> context;

    @SuppressWarnings("NullAway.Init")
    private AreaDirectory directory;

    @SuppressWarnings("NullAway.Init")
    private Books books;

    @SuppressWarnings("NullAway.Init")
    private ClearingSteps clearing;

    private List<AreaRules> ownAreas = List.of();
    private long areasReadAt = -AREAS_EVERY_MS;
    private boolean isOpen;

    MarketProcessor(
            int areaPartitions,
            Duration clockInterval,
            Deserializer<MarketArea> areaDeserializer,
            LongSupplier areaChanges,
            MarketMetrics metrics,
            StepLimits limits) {
        this.areaPartitions = areaPartitions;
        this.clockInterval = clockInterval;
        this.areaDeserializer = areaDeserializer;
        this.areaChanges = areaChanges;
        this.metrics = metrics;
        this.limits = limits;
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> processorContext) {
        context = processorContext;
        directory = new AreaDirectory(context.getStateStore(AreaDirectory.STORE), areaDeserializer, areaChanges);
        OrderQueueStore queues = new OrderQueueStore(context.getStateStore(OrderQueueStore.NAME));
        ParticipantStore participants = new ParticipantStore(context.getStateStore(ParticipantStore.NAME));
        PeriodStore periods = new PeriodStore(context.getStateStore(PeriodStore.NAME));
        books = new Books(queues, participants, periods, this, metrics);
        clearing = new ClearingSteps(queues, participants, this, metrics, limits);
        metrics.unclosed(books.in(MarketProcessor::isUnclosed).size());
        isOpen = true;
        context.schedule(clockInterval, PunctuationType.WALL_CLOCK_TIME, time -> onClock());
    }

    @Override
    public void process(Record<String, RoutedBid> record) {
        RoutedBid routed = record.value();
        AreaRules rules = directory.find(routed.getAreaMrid());
        if (rules == null) {
            reject(routed, RejectReason.UNKNOWN_AREA, "area " + routed.getAreaMrid() + " is not configured");
            return;
        }
        BookOrder order = BookEntryRecords.toOrder(
                routed.getBid(),
                routed.getMarketParticipantMrid(),
                routed.getSourcePartition(),
                routed.getSourceOffset());
        long periodStart = routed.getBid().getPeriodStart().toEpochMilli();
        OrderDecision decision = books.keeper().offer(rules, periodStart, order, nowMs());
        if (decision instanceof OrderDecision.Refused refused) {
            reject(routed, refused.reason(), refused.detail());
        } else if (decision instanceof OrderDecision.Repeated) {
            metrics.repeated();
        } else {
            metrics.accepted();
        }
    }

    private void reject(RoutedBid routed, RejectReason reason, String detail) {
        metrics.rejected(reason);
        var rejection = Rejections.of(
                routed.getBid(),
                routed.getMarketParticipantMrid(),
                routed.getAreaMrid(),
                reason,
                detail,
                routed.getSourcePartition(),
                routed.getSourceOffset(),
                nowMs());
        send(TopicCatalogue.BID_REJECTIONS, routed.getMarketParticipantMrid(), rejection);
    }

    private void onClock() {
        long now = nowMs();
        // a clock that was set back must not keep new areas waiting until it has caught up
        if (Math.abs(now - areasReadAt) >= AREAS_EVERY_MS) {
            areasReadAt = now;
            int partition = context.taskId().partition();
            ownAreas = directory.all().stream()
                    .filter(rules -> AreaPartition.of(rules.area(), areaPartitions) == partition)
                    .toList();
        }
        books.clock().tickDue(now);
        for (AreaRules rules : ownAreas) {
            books.clock().openDue(rules, now);
        }
        for (PeriodState state : books.in(ClearingSteps::hasWork)) {
            if (clearing.advance(state)) {
                books.forget(state);
            } else {
                books.save(state);
            }
        }
    }

    @Override
    public void send(TopicContract<?> topic, String key, SpecificRecord value) {
        context.forward(new Record<>(key, new Outgoing(topic, value), nowMs()));
    }

    @Override
    public long nowMs() {
        return context.currentSystemTimeMs();
    }

    /** A task that moves elsewhere takes its unclosed periods out of this instance's count. */
    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            metrics.unclosed(-books.in(MarketProcessor::isUnclosed).size());
        }
    }

    private static boolean isUnclosed(PeriodState.Phase phase) {
        return phase != PeriodState.Phase.SUBMISSION && phase != PeriodState.Phase.CLEARED;
    }
}
