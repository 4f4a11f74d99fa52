package io.gridclear.benchmarks.delivery;

import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryReplay;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.market.settlement.Trade;
import java.util.ArrayList;
import java.util.List;

/** The day through the pure kernel, as an agent executes it again: nothing is stored, and no record is made. */
final class KernelDay {

    /** Counts lines and keeps items. */
    private static final class Written implements ClearingJournal.Output {
        private final List<ContractItem> items = new ArrayList<>();
        private long lines;

        @Override
        public void trade(Trade trade) {
            // its item follows
        }

        @Override
        public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
            lines++;
        }

        @Override
        public void item(ContractItem item) {
            items.add(item);
        }
    }

    private final MeteredDay day;
    private final int periods;
    private final Spent initial;
    private final Spent metered;
    private final Spent correction;
    private final List<String> correctionRoots = new ArrayList<>();

    KernelDay(MeteredDay day, int periods) {
        this.day = day;
        this.periods = periods;
        initial = new Spent("lines", periods);
        metered = new Spent("lines", periods);
        correction = new Spent("lines", periods);
    }

    /** Settles all periods: INITIAL, METERED, and with every reading corrected. */
    void run() {
        for (int period = 0; period < periods; period++) {
            run(period);
        }
    }

    private void run(int period) {
        MeteredDay.Orders orders = day.orders(period);
        Written written = initial.time(() -> {
            Written output = new Written();
            orders.clear(output);
            return output;
        });
        initial.count(written.lines);
        DeliveryReplay replay = new DeliveryReplay(MeteredDay.terms(period));
        written.items.forEach(replay::item);
        settle(metered, replay, SettlementRun.METERED, inputs(orders, 0));
        DeliveryOutcome corrected = settle(correction, replay, SettlementRun.correction(1), inputs(orders, 1));
        correctionRoots.add(corrected.settlementRoot());
    }

    private static DeliveryOutcome settle(
            Spent spent, DeliveryReplay replay, SettlementRun run, List<RunInput> inputs) {
        DeliveryOutcome outcome = spent.time(() -> replay.run(run, inputs, (line, lineId, settlementId) -> {}));
        spent.count(outcome.lines());
        return outcome;
    }

    /** Readings cover the period and are no estimates, so that what was delivered is what was metered, with no sign lost. */
    private List<RunInput> inputs(MeteredDay.Orders orders, int revision) {
        List<RunInput> inputs = new ArrayList<>();
        for (int meter = 0; meter < day.meters(); meter++) {
            long wh = orders.meteredWh(meter, revision);
            PointHistory before = PointHistory.EMPTY;
            for (int past = 0; past < revision; past++) {
                before = before.plus(past, orders.meteredWh(meter, past));
            }
            MeteredEnergy energy = new MeteredEnergy(
                    orders.sells(meter) ? 0 : wh, orders.sells(meter) ? wh : 0, MeteredDay.PERIOD_MS, false);
            inputs.add(new RunInput(MeteredDay.point(meter), energy, before));
        }
        return inputs;
    }

    /** Settlement roots of the corrections, by period. */
    List<String> correctionRoots() {
        return correctionRoots;
    }

    void print() {
        initial.print("kernel, INITIAL: auction and its lines", metered);
        metered.print("kernel, METERED (baseline)", metered);
        correction.print("kernel, CORRECTION", metered);
    }
}
