package io.gridclear.meter.emulator;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What all senders together have sent of each period; tells the listener when a period's share is complete. */
final class RunTallies {
    private final FleetRunListener listener;
    private final PeriodTally[] opened;
    private final PeriodTally[] bids;
    private final PeriodTally[] requotes;
    private final PeriodTally[] readings;

    RunTallies(int periods, int senders, FleetRunListener listener) {
        this.listener = listener;
        IntFunction<PeriodTally> one = period -> new PeriodTally(senders);
        this.opened = IntStream.range(0, periods).mapToObj(one).toArray(PeriodTally[]::new);
        this.bids = IntStream.range(0, periods).mapToObj(one).toArray(PeriodTally[]::new);
        this.requotes = IntStream.range(0, periods).mapToObj(one).toArray(PeriodTally[]::new);
        this.readings = IntStream.range(0, periods).mapToObj(one).toArray(PeriodTally[]::new);
    }

    void opened(int period) {
        if (opened[period].add(0)) {
            listener.onPeriodOpened(period);
        }
    }

    void bids(int period, long sent) {
        if (bids[period].add(sent)) {
            listener.onBidsSent(period, bids[period].records());
        }
    }

    void requotes(int period, long sent) {
        if (requotes[period].add(sent)) {
            listener.onRequotesSent(period, requotes[period].records());
        }
    }

    void readings(int period, long sent) {
        if (readings[period].add(sent)) {
            listener.onReadingsSent(period, readings[period].records());
        }
    }
}
