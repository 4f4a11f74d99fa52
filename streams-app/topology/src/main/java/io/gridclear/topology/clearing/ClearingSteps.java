package io.gridclear.topology.clearing;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.auction.LeftoverQueue;
import io.gridclear.market.auction.Matching;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.order.Side;
import io.gridclear.market.routing.FeederSource;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.ReferencePrice;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.book.OrderQueueStore;
import io.gridclear.topology.book.ParticipantStore;
import io.gridclear.topology.book.PeriodKey;
import io.gridclear.topology.book.PeriodPurge;
import io.gridclear.topology.book.PeriodState;
import io.gridclear.topology.book.QueueCursor;
import io.gridclear.topology.book.ScannedQueue;
import io.gridclear.topology.delivery.DeliveryEvents;
import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Output;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears periods step by step: each call does a bounded amount of work and leaves all progress in the period's state, so
 * that a long clearing yields to bids and heartbeats, and a crash costs one step. One task, single-threaded.
 */
public final class ClearingSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ClearingSteps.class);

    private final OrderQueueStore queues;
    private final ParticipantStore participants;
    private final FeederSource feeders;
    private final Output output;
    private final MarketMetrics metrics;
    private final StepLimits limits;
    private final Map<PeriodKey, Stage2Run> stage2Runs = new HashMap<>();
    private final Map<PeriodKey, PeriodPurge> purges = new HashMap<>();
    private final Set<PeriodKey> waiting = new HashSet<>();

    public ClearingSteps(
            OrderQueueStore queues,
            ParticipantStore participants,
            FeederSource feeders,
            Output output,
            MarketMetrics metrics,
            StepLimits limits) {
        this.queues = queues;
        this.participants = participants;
        this.feeders = feeders;
        this.output = output;
        this.metrics = metrics;
        this.limits = limits;
    }

    /** Whether a period in this phase has steps to do. */
    public static boolean hasWork(PeriodState.Phase phase) {
        return phase != PeriodState.Phase.SUBMISSION && phase != PeriodState.Phase.REQUOTE;
    }

    /**
     * Does one step of a period that has work; the caller saves the state. A period whose feeder was taken out of its topic
     * after it was opened waits until it is there again.
     *
     * @return whether the period is over and nothing of it is left but its state
     */
    public boolean advance(PeriodState state) {
        if (waitsForFeeder(state)) {
            return false;
        }
        switch (state.phase()) {
            case STAGE_1 -> stage1(state);
            case STAGE_2 -> stage2(state);
            case RESIDUALS -> residuals(state);
            case CLEARED -> {
                return purge(state);
            }
            case SUBMISSION, REQUOTE ->
                throw new IllegalStateException("a period in the phase " + state.phase() + " has no steps");
        }
        return false;
    }

    private boolean waitsForFeeder(PeriodState state) {
        boolean waits = state.terms().hasFeeder()
                && state.phase() != PeriodState.Phase.CLEARED
                && feeders.find(state.terms().feeder()) == null;
        if (!waits) {
            waiting.remove(state.key());
        } else if (waiting.add(state.key())) {
            LOG.error(
                    "{}: its feeder {} is not in {} any more, the period is cleared once it is there",
                    state.key(),
                    state.terms().feeder(),
                    TopicCatalogue.FEEDERS.name());
        }
        return waits;
    }

    /** Stage 1 is a merge of two range scans. */
    private void stage1(PeriodState state) {
        ClearingJournal journal = journal(state);
        boolean matched;
        try (ScannedQueue sells = queues.scan(state.key(), Side.SELL, state.cursor(Side.SELL));
                ScannedQueue buys = queues.scan(state.key(), Side.BUY, state.cursor(Side.BUY))) {
            matched = Matching.run(
                    state.key().area() + ", period " + state.key().periodStart(),
                    sells,
                    buys,
                    limits.deals(),
                    (quantityWh, price) -> journal.deal(1, sells.headOrder(), buys.headOrder(), quantityWh, price));
            state.cursor(Side.SELL, sells.cursor());
            state.cursor(Side.BUY, buys.cursor());
        }
        state.journal(journal.state());
        if (matched) {
            state.enter(PeriodState.Phase.REQUOTE);
            publishReferencePrice(state, journal);
        }
    }

    private void publishReferencePrice(PeriodState state, ClearingJournal journal) {
        PeriodKey key = state.key();
        DealTotals deals = journal.stage1();
        output.send(
                TopicCatalogue.REFERENCE_PRICES,
                key.area(),
                new ReferencePrice(
                        key.area(),
                        Instant.ofEpochMilli(key.periodStart()),
                        TermsRecords.toRecord(state.terms().referencePriceRule()),
                        journal.referencePrice(state.possibleWh()),
                        deals.count(),
                        deals.priceSum(),
                        deals.energyWh(),
                        deals.amountNano(),
                        Instant.ofEpochMilli(state.terms().requoteClosesAt(key.periodStart())),
                        Instant.ofEpochMilli(output.nowMs()),
                        state.possibleWh()));
    }

    private void stage2(PeriodState state) {
        Stage2Run run = readyRun(state);
        if (run == null) {
            return;
        }
        ClearingJournal journal = journal(state);
        if (run.match(limits.deals(), journal)) {
            state.enter(PeriodState.Phase.RESIDUALS);
        }
        state.journal(journal.state());
    }

    /** The run of a period once it is filled and stands where the journal does; null while it does not. */
    private @Nullable Stage2Run readyRun(PeriodState state) {
        Stage2Run run = stage2Runs.computeIfAbsent(state.key(), key -> new Stage2Run(state, queues));
        return run.fill(limits.ordersRead()) && run.catchUp(limits.ordersRead()) ? run : null;
    }

    private void residuals(PeriodState state) {
        Stage2Run run = readyRun(state);
        if (run == null) {
            return;
        }
        ClearingJournal journal = journal(state);
        int budget = limits.deals();
        for (Side side : Side.values()) {
            budget -= residuals(state, side, run.queue(side), journal, budget);
            if (state.residualsDone(side) < run.queue(side).size()) {
                // the lines of the buys follow the last line of the sells, however many steps those take
                break;
            }
        }
        state.journal(journal.state());
        if (state.residualsDone(Side.SELL) == run.queue(Side.SELL).size()
                && state.residualsDone(Side.BUY) == run.queue(Side.BUY).size()) {
            publishResult(state, journal);
        }
    }

    private int residuals(PeriodState state, Side side, LeftoverQueue leftover, ClearingJournal journal, int most) {
        int first = state.residualsDone(side);
        if (first == leftover.size() || most <= 0) {
            return 0;
        }
        int written = 0;
        int index = first;
        QueueCursor from = new QueueCursor(
                QueueCursor.Kind.HEAD, leftover.quote(first), leftover.position(first), leftover.leftWh(first));
        try (ScannedQueue scan = queues.scan(state.key(), side, from)) {
            for (; index < leftover.size() && written < most && index - first < limits.ordersRead(); index++) {
                if (leftover.leftWh(index) > 0) {
                    journal.residual(side, scan.headOrder().ref(), leftover.leftWh(index));
                    written++;
                }
                scan.next();
            }
        }
        state.residualsDone(side, index);
        return written;
    }

    private void publishResult(PeriodState state, ClearingJournal journal) {
        PeriodKey key = state.key();
        ClearingOutcome outcome = journal.finish(
                state.liveOrders(Side.SELL),
                state.liveOrders(Side.BUY),
                state.liveWh(Side.SELL),
                state.liveWh(Side.BUY));
        long nowMs = output.nowMs();
        ClearingResult result = OutcomeRecords.toRecord(
                key.area(),
                key.periodStart(),
                state.terms(),
                outcome,
                state.entries(),
                state.inputHash(),
                state.gateClosedAt(),
                state.requoteClosedAt(),
                nowMs);
        output.send(TopicCatalogue.CLEARINGS, key.area(), result);
        DeliveryEvents.send(output, result);
        stage2Runs.remove(key);
        state.enter(PeriodState.Phase.CLEARED);
        metrics.unclosed(-1);
        metrics.cleared(nowMs - state.requoteClosedAt());
    }

    private boolean purge(PeriodState state) {
        PeriodPurge purge = purges.computeIfAbsent(state.key(), key -> queues.purge(key, participants));
        if (!purge.step(limits.purged())) {
            return false;
        }
        purges.remove(state.key());
        return true;
    }

    private ClearingJournal journal(PeriodState state) {
        PeriodKey key = state.key();
        return new ClearingJournal(
                key.area(),
                key.periodStart(),
                state.terms(),
                state.terms().hasFeeder() ? feeders.find(state.terms().feeder()) : null,
                state.journal(),
                new OutcomePublisher(output, metrics, key, state.terms()));
    }
}
