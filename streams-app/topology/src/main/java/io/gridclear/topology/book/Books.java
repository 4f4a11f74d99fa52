package io.gridclear.topology.book;

import io.gridclear.topology.metrics.MarketMetrics;
import io.gridclear.topology.output.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * The books of one task's areas, put together over its stores: who takes orders in, who writes the ticks, and the periods
 * with their states. One task, single-threaded.
 */
public final class Books {

    private final PeriodStore periods;
    private final BookKeeper keeper;
    private final BookClock clock;

    public Books(
            OrderQueueStore queues,
            ParticipantStore participants,
            PeriodStore periods,
            Output output,
            MarketMetrics metrics) {
        this.periods = periods;
        BookLog log = new BookLog(output);
        keeper = new BookKeeper(queues, participants, periods, log);
        clock = new BookClock(periods, keeper, log, metrics);
    }

    /** Takes orders in. */
    public BookKeeper keeper() {
        return keeper;
    }

    /** Writes the ticks. */
    public BookClock clock() {
        return clock;
    }

    /** The periods in a phase that a predicate names, each area's in the order of their start. */
    public List<PeriodState> in(Predicate<PeriodState.Phase> phase) {
        List<PeriodState> states = new ArrayList<>();
        for (SortedMap<Long, PeriodState> ofArea : periods.byArea()) {
            for (PeriodState state : ofArea.values()) {
                if (phase.test(state.phase())) {
                    states.add(state);
                }
            }
        }
        return states;
    }

    /** Saves how far a period has come. */
    public void save(PeriodState state) {
        periods.save(state);
    }

    /** Forgets a period that nothing is left of, once the clock has passed it. */
    public void forget(PeriodState state) {
        periods.forget(state);
    }
}
