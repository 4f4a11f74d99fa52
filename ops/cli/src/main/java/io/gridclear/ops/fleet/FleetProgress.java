package io.gridclear.ops.fleet;

import io.gridclear.meter.emulator.FleetRunListener;
import io.gridclear.meter.emulator.FleetStatistics;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.RejectReasonCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Tells a run on a terminal: a line when something is through, the first refusal of each kind, totals at the end. */
public final class FleetProgress implements FleetRunListener {

    private final Consumer<String> terminal;
    private final int periods;
    private final Set<RejectReasonCode> toldReasons = EnumSet.noneOf(RejectReasonCode.class);

    /**
     * @param terminal takes lines, from several threads
     * @param periods how many periods the run has
     */
    public FleetProgress(Consumer<String> terminal, int periods) {
        this.terminal = terminal;
        this.periods = periods;
    }

    @Override
    public void onBidsSent(int period, long bids) {
        tell(period, bids + " bids sent");
    }

    @Override
    public void onRequotesSent(int period, long requotes) {
        tell(period, requotes + " prices revised");
    }

    @Override
    public void onReadingsSent(int period, long readings) {
        tell(period, readings + " readings sent");
    }

    @Override
    public void onRejected(BidRejected rejection) {
        boolean isNew;
        synchronized (toldReasons) {
            isNew = toldReasons.add(rejection.getReasonCode());
        }
        if (isNew) {
            terminal.accept("first bid refused as " + rejection.getReasonCode() + ": " + rejection.getDetail());
        }
    }

    @Override
    public void onProblem(String problem) {
        terminal.accept(problem);
    }

    private void tell(int period, String what) {
        terminal.accept("period " + (period + 1) + " of " + periods + ": " + what);
    }

    /** The totals of a run, a line each. */
    public static List<String> totals(FleetStatistics totals) {
        List<String> lines = new ArrayList<>();
        lines.add(line("bids sent", totals.bidsSent()));
        lines.add(line("  of them revised prices", totals.requotesSent()));
        lines.add(line("  acknowledged", totals.bidsAcked()));
        lines.add(line("  failed", totals.bidsFailed()));
        lines.add(line("  sent too late", totals.bidsLate()));
        lines.add(line("  refused by the market", totals.bidsRejected()));
        totals.rejections().forEach((reason, count) -> lines.add(line("    " + reason, count)));
        lines.add(line("readings sent", totals.readingsSent()));
        lines.add(line("  acknowledged", totals.readingsAcked()));
        lines.add(line("  failed", totals.readingsFailed()));
        lines.add(line("reference prices heard", totals.referencePrices()));
        lines.add(String.format(
                Locale.ROOT,
                "%-28s %.1f %% of load, %.1f %% of PV, %.1f %% net",
                "forecast error",
                100 * totals.forecast().load().nmae(),
                100 * totals.forecast().pv().nmae(),
                100 * totals.forecast().net().nmae()));
        return lines;
    }

    private static String line(String what, long count) {
        return String.format(Locale.ROOT, "%-28s %d", what, count);
    }
}
