package io.gridclear.topology.book;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.topology.areas.AreaRules;
import io.gridclear.topology.metrics.MarketMetrics;
import java.util.SortedMap;

/**
 * Writes the ticks that close a period's gate and its re-quote window. A tick and the phase that remembers it are saved
 * in one transaction, so that each is written exactly once, whichever instance's turn it is. Periods that nobody bids for
 * are opened and closed too: a period without orders has a result like any other. One task, single-threaded.
 */
public final class BookClock {

    /**
     * Periods of one area that one call opens at most because their time has come: after a long stop the clock catches up
     * over several calls and does not hold up the task.
     */
    private static final int MOST_OPENED = 64;

    private final PeriodStore periods;
    private final BookKeeper keeper;
    private final BookLog log;
    private final MarketMetrics metrics;

    BookClock(PeriodStore periods, BookKeeper keeper, BookLog log, MarketMetrics metrics) {
        this.periods = periods;
        this.keeper = keeper;
        this.log = log;
        this.metrics = metrics;
    }

    /**
     * Opens the periods of an area whose gate's time has come and that no order has opened. It goes through the periods
     * one after the other, so that none is left out or opened twice, whatever becomes of the area's terms. A period that
     * was opened under earlier terms keeps them and its time: the next one begins where it ends.
     */
    public void openDue(AreaRules rules, long nowMs) {
        MarketTerms terms = rules.terms();
        Long clock = periods.clock(rules.area());
        long openFrom = clock == null ? firstOpenGate(terms, nowMs) : clock;
        for (int opened = 0; opened < MOST_OPENED; opened++) {
            long next = alignUp(openFrom, terms.periodMs());
            if (terms.gateClosesAt(next) > nowMs) {
                break;
            }
            PeriodState state = periods.overlapping(rules.area(), next, terms.deliveryEndsAt(next));
            if (state == null) {
                state = keeper.open(new PeriodKey(rules.area(), next), rules.termsOf(next));
            }
            closeGateOnceDue(state, nowMs);
            openFrom = state.terms().deliveryEndsAt(state.key().periodStart());
        }
        if (clock == null || clock != openFrom) {
            periods.clock(rules.area(), openFrom);
        }
    }

    /** Writes the ticks that are due in the periods that are open. */
    public void tickDue(long nowMs) {
        for (SortedMap<Long, PeriodState> ofArea : periods.byArea()) {
            for (PeriodState state : ofArea.values()) {
                closeGateOnceDue(state, nowMs);
                closeRequoteOnceDue(state, nowMs);
            }
        }
    }

    private void closeGateOnceDue(PeriodState state, long nowMs) {
        if (state.phase() != PeriodState.Phase.SUBMISSION
                || state.terms().gateClosesAt(state.key().periodStart()) > nowMs) {
            return;
        }
        state.gateClosedAt = log.append(state, BookEntry.GateClosed::new).recordedAt();
        state.enter(PeriodState.Phase.STAGE_1);
        periods.save(state);
        metrics.unclosed(1);
    }

    private void closeRequoteOnceDue(PeriodState state, long nowMs) {
        if (state.phase() != PeriodState.Phase.REQUOTE
                || state.terms().requoteClosesAt(state.key().periodStart()) > nowMs) {
            return;
        }
        state.requoteClosedAt = log.append(state, BookEntry.RequoteClosed::new).recordedAt();
        state.enter(PeriodState.Phase.STAGE_2);
        periods.save(state);
    }

    /** First period of a new area: the first whose gate is still to close. */
    static long firstOpenGate(MarketTerms terms, long nowMs) {
        return alignUp(Math.max(0, nowMs + terms.gateClosureMs() + 1), terms.periodMs());
    }

    private static long alignUp(long time, long periodMs) {
        return Math.floorDiv(time + periodMs - 1, periodMs) * periodMs;
    }
}
