package io.gridclear.topology.delivery;

import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.DeliveryJournal;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PlacedResidual;
import io.gridclear.market.delivery.PlacedTrade;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.delivery.PointRun;
import io.gridclear.market.delivery.RunFigure;
import io.gridclear.market.delivery.RunHash;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.delivery.RunOpening;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.book.PeriodKey;
import io.gridclear.topology.book.PeriodPurge;
import io.gridclear.topology.metrics.DeliveryMetrics;
import io.gridclear.topology.output.LinePublisher;
import io.gridclear.topology.output.Output;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runs that are due, step by step: a turn does a bounded amount of work and leaves all progress in the store. The
 * period that has been due longest comes first, and keeps its place until its run is published. One task, single-threaded.
 */
final class DeliverySteps {

    /** Bytes of inputs that close a part, a long history of a usage point counted in: well below what a broker takes. */
    private static final int PART_BYTES = 400_000;

    private static final int MOST_INPUT_BYTES = 320;
    private static final int HISTORY_ENTRY_BYTES = 16;

    /** What is left of a turn. */
    private final class Budget {
        int settled = limits.settled();
        int read = limits.read();
        boolean purged;

        boolean isSpent() {
            return settled <= 0 || read <= 0 || purged;
        }
    }

    /** A period with a run under way, and what the run is made by. */
    private record Work(DeliveryState state, ClearingResult clearing, DeliveryTerms terms, Budget budget) {
        PeriodKey key() {
            return state.key;
        }
    }

    private final DeliveryStore store;
    private final Output output;
    private final DeliveryTimes times;
    private final DeliveryMetrics metrics;
    private final DeliveryLimits limits;
    private final RunHash hashes = new RunHash(new Sha256());
    private final Map<PeriodKey, PeriodPurge> purges = new HashMap<>();

    DeliverySteps(
            DeliveryStore store, Output output, DeliveryTimes times, DeliveryMetrics metrics, DeliveryLimits limits) {
        this.store = store;
        this.output = output;
        this.times = times;
        this.metrics = metrics;
        this.limits = limits;
    }

    /** One turn. */
    void turn(long nowMs) {
        Budget budget = new Budget();
        for (DeliveryState state = store.due(nowMs); state != null && !budget.isSpent(); state = store.due(nowMs)) {
            ClearingResult clearing = store.clearing(state.key);
            if (clearing == null || state.phase == DeliveryState.Phase.PURGE) {
                purge(state, budget);
            } else {
                advance(new Work(state, clearing, DeliveryIntake.terms(state.key, clearing), budget), nowMs);
            }
        }
    }

    private void advance(Work work, long nowMs) {
        DeliveryState state = work.state();
        if (state.phase == DeliveryState.Phase.WAITING) {
            if (state.revision > 0 && state.changed == 0) {
                state.enter(DeliveryState.Phase.PURGE);
                store.save(state);
                return;
            }
            state.enter(DeliveryState.Phase.INPUTS);
        }
        while (!work.budget().isSpent() && state.isRunning()) {
            step(work);
        }
        if (state.isRunning()) {
            store.save(state);
        } else {
            store.save(state, times.nextAt(work.terms(), state, nowMs));
        }
    }

    private void step(Work work) {
        switch (work.state().phase) {
            case INPUTS -> inputs(work);
            case TRADES -> trades(work, -1);
            case RESIDUALS -> residuals(work);
            case POINTS -> points(work, -1);
            case VANISHED_TRADES -> trades(work, vanishedRevision(work));
            case VANISHED_POINTS -> points(work, vanishedRevision(work));
            case COLLECTING, WAITING, PURGE ->
                throw new IllegalStateException("no run has a step " + work.state().phase);
        }
    }

    private static int vanishedRevision(Work work) {
        return work.state().journal.vanishedIn().get(work.state().vanishedIndex);
    }

    private void inputs(Work work) {
        DeliveryState state = work.state();
        DeliveryTerms terms = work.terms();
        RunOpening opening = new RunOpening(terms, state.run(), state.opening);
        List<RunInput> part = new ArrayList<>();
        int[] bytes = {0};
        boolean isLast = store.points(state.key, state.cursor, (key, value) -> {
            PointKey point = DeliveryStore.pointOf(key);
            PointState known = DeliveryCodec.point(value);
            state.cursor = key;
            if (hasPart(known, point, terms)) {
                MeteredEnergy usable = known.usable(terms);
                long meteredWh = opening.state().meteredWh() + Math.abs(usable.netExportWh());
                RunInput input = known.input(point, meteredWh > terms.maxMeteredWh() ? MeteredEnergy.MISSING : usable);
                store.put(state.key, point, known.takenBy(opening.take(input, known.contract())));
                state.changed -= known.changed() ? 1 : 0;
                part.add(input);
                bytes[0] += MOST_INPUT_BYTES
                        + HISTORY_ENTRY_BYTES * input.before().entries().size();
                work.budget().settled--;
            }
            work.budget().read--;
            return part.size() < limits.inputsAPart()
                    && bytes[0] < PART_BYTES
                    && !work.budget().isSpent();
        });
        state.opening = opening.state();
        output.send(
                TopicCatalogue.SETTLEMENT_INPUTS,
                terms.area(),
                DeliveryRecords.toRecord(terms, state.run(), state.parts++, isLast, part));
        if (isLast) {
            state.enter(DeliveryState.Phase.TRADES);
        }
    }

    /** Who has neither items nor readings nor lines of an earlier run has no part in this one. */
    private static boolean hasPart(PointState known, PointKey point, DeliveryTerms terms) {
        boolean isEmpty = known.taken() == null
                && known.contract().isEmpty()
                && known.energy().equals(MeteredEnergy.MISSING);
        return !isEmpty && !point.participant().equals(terms.market().gridParticipant());
    }

    private void trades(Work work, int vanishedRevision) {
        DeliveryState state = work.state();
        DeliveryJournal journal = journal(work);
        Map<PointKey, PointRun> points = new HashMap<>();
        boolean isLast = store.trades(state.key, state.cursor, (key, value) -> {
            PlacedTrade trade = DeliveryCodec.trade(value);
            PointRun sell = contracted(work, points, PointKey.of(trade.item().sell()));
            PointRun buy = contracted(work, points, PointKey.of(trade.item().buy()));
            if (vanishedRevision < 0) {
                journal.trade(trade, sell, buy);
                work.budget().settled--;
            } else {
                work.budget().settled -= journal.vanishedOf(vanishedRevision, trade, sell, buy);
            }
            state.cursor = key;
            work.budget().read--;
            return !work.budget().isSpent();
        });
        state.journal = journal.state();
        if (isLast) {
            state.enter(vanishedRevision < 0 ? DeliveryState.Phase.RESIDUALS : DeliveryState.Phase.VANISHED_POINTS);
        }
    }

    private void residuals(Work work) {
        DeliveryState state = work.state();
        DeliveryJournal journal = journal(work);
        Map<PointKey, PointRun> points = new HashMap<>();
        boolean isLast = store.residuals(state.key, state.cursor, (key, value) -> {
            PlacedResidual residual = DeliveryCodec.residual(value);
            journal.residual(
                    residual,
                    contracted(work, points, PointKey.of(residual.item().order())));
            state.cursor = key;
            work.budget().settled--;
            return !work.budget().isSpent();
        });
        state.journal = journal.state();
        if (isLast) {
            state.enter(DeliveryState.Phase.POINTS);
        }
    }

    private void points(Work work, int vanishedRevision) {
        DeliveryState state = work.state();
        DeliveryJournal journal = journal(work);
        boolean isLast = store.points(state.key, state.cursor, (key, value) -> {
            PointRun point = DeliveryCodec.point(value).in(state.revision, DeliveryStore.pointOf(key));
            if (point != null && vanishedRevision < 0) {
                journal.point(point);
                work.budget().settled--;
            } else if (point != null) {
                work.budget().settled -= journal.vanishedOf(vanishedRevision, point);
            }
            state.cursor = key;
            work.budget().read--;
            return !work.budget().isSpent();
        });
        state.journal = journal.state();
        if (!isLast) {
            return;
        }
        state.vanishedIndex = vanishedRevision < 0 ? state.journal.vanishedIn().size() - 1 : state.vanishedIndex - 1;
        if (state.vanishedIndex >= 0) {
            state.enter(DeliveryState.Phase.VANISHED_TRADES);
        } else {
            publish(work, journal);
        }
    }

    private PointRun contracted(Work work, Map<PointKey, PointRun> points, PointKey key) {
        return points.computeIfAbsent(key, point -> {
            @Nullable PointRun run = store.point(work.key(), point).in(work.state().revision, point);
            if (run == null) {
                throw new IllegalStateException(point + " has items in " + work.key() + ", but no run took it up");
            }
            return run;
        });
    }

    private DeliveryJournal journal(Work work) {
        LinePublisher lines = new LinePublisher(output, work.terms().period());
        return new DeliveryJournal(work.terms(), work.state().run(), work.state().journal, lines::line);
    }

    private void publish(Work work, DeliveryJournal journal) {
        DeliveryState state = work.state();
        ClearingResult clearing = work.clearing();
        SettlementRun run = state.run();
        DeliveryOutcome outcome = journal.finish(
                state.opening,
                clearing.getStage1Trades() + clearing.getStage2Trades(),
                clearing.getSellWh(),
                clearing.getBuyWh());
        byte[] bookHash = bytes(clearing.getInputHash());
        byte[] initialRoot = bytes(clearing.getSettlementRoot());
        long nowMs = output.nowMs();
        output.send(
                TopicCatalogue.SETTLEMENT_RUNS,
                work.key().area(),
                DeliveryRecords.toRecord(
                        work.terms(),
                        run,
                        bookHash,
                        initialRoot,
                        outcome,
                        hashes.of(work.key().area(), work.key().periodStart(), run, bookHash, initialRoot, outcome),
                        nowMs));
        metrics.published(
                run.kind(), outcome.figures().get(RunFigure.ESTIMATED_POINTS), outcome.lines(), nowMs - state.dueAt);
        state.revision++;
        state.parts = 0;
        state.opening = RunOpening.State.empty();
        state.journal = DeliveryJournal.State.empty();
        state.enter(DeliveryState.Phase.WAITING);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private void purge(DeliveryState state, Budget budget) {
        if (state.phase != DeliveryState.Phase.PURGE) {
            state.enter(DeliveryState.Phase.PURGE);
            store.save(state);
        }
        PeriodPurge purge = purges.computeIfAbsent(state.key, store::purge);
        budget.purged = true;
        if (purge.step(limits.purged())) {
            purges.remove(state.key);
            store.forget(state);
        }
    }
}
