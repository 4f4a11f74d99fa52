package io.gridclear.ops.demo;

import io.gridclear.ops.committee.CommitteeText;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The runs after a demonstration's clearings, in words and columns, 100 characters wide at most. */
final class DeliveryText {

    private static final String ROW = "%-9s %-12s %6s %8s %12s %11s %11s  %s";
    private static final int MOST_PARTICIPANTS = 6;

    private DeliveryText() {}

    static String header() {
        return String.format(
                Locale.ROOT,
                ROW,
                "period",
                "run",
                "lines",
                "changed",
                "metered kWh",
                "bought kWh",
                "sold kWh",
                "ledger");
    }

    /** The METERED runs of one period over all its areas. */
    static String metered(int number, int periods, Collection<RunAudit> runs, ReceiptAudit receipts) {
        return row(number, periods, "METERED", runs, receipts);
    }

    /** A CORRECTION run; of that which settles a corrected reading, who pays whom by it. */
    static List<String> corrected(
            int number, int periods, RunAudit run, LiveDelivery.Correction correction, ReceiptAudit receipts) {
        List<String> lines = new ArrayList<>();
        lines.add(row(number, periods, run.key().name(), List.of(run), receipts));
        if (correction.told().period() == number - 1 && run.deltas().containsKey(correction.participant())) {
            CommitteeText.wrapped(changes(run.deltas()), DemoText.WIDTH - 10)
                    .forEach(line -> lines.add(" ".repeat(10) + line));
        }
        return lines;
    }

    private static String row(int number, int periods, String run, Collection<RunAudit> runs, ReceiptAudit receipts) {
        return String.format(
                Locale.ROOT,
                ROW,
                number + "/" + periods,
                run,
                sum(runs, SettlementRunResult::getSettlementLines),
                sum(runs, SettlementRunResult::getChangedLines),
                DemoText.kwh(runs.stream()
                        .mapToLong(one -> one.importWh() + one.exportWh())
                        .sum()),
                DemoText.kwh(sum(runs, DeliveryFigures::boughtWh)),
                DemoText.kwh(sum(runs, DeliveryFigures::soldWh)),
                ledger(runs, receipts));
    }

    private static long sum(Collection<RunAudit> runs, ToLongFunction<SettlementRunResult> value) {
        return runs.stream()
                .map(RunAudit::result)
                .filter(Objects::nonNull)
                .mapToLong(value)
                .sum();
    }

    private static String ledger(Collection<RunAudit> runs, ReceiptAudit receipts) {
        return LedgerText.brief(runs.stream()
                .map(run -> receipts.of(run.key()))
                .filter(Objects::nonNull)
                .toList());
    }

    private static String changes(Map<String, Long> deltas) {
        String shown = deltas.entrySet().stream()
                .limit(MOST_PARTICIPANTS)
                .map(delta -> delta.getKey()
                        + (delta.getValue() < 0 ? " pays " : " gets ")
                        + DemoText.money(Math.abs(delta.getValue())))
                .collect(Collectors.joining(", "));
        int others = deltas.size() - MOST_PARTICIPANTS;
        return deltas.isEmpty() ? "nobody pays anything" : shown + (others > 0 ? ", and " + others + " others" : "");
    }

    /** What a meter takes back. */
    static String correction(LiveDelivery.Correction correction) {
        boolean exported = correction.told().exportWh() > 0;
        long now = exported ? correction.exportWh() : correction.importWh();
        long before =
                exported ? correction.told().exportWh() : correction.told().importWh();
        return correction.usagePoint() + " corrects its reading of period "
                + (correction.told().period() + 1) + ": " + DemoText.kwh(now) + " kWh "
                + (exported ? "given" : "taken") + ", not " + DemoText.kwh(before);
    }

    /** Delivery's part of the table at the end. */
    static List<String> table(DeliveryFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.addAll(DemoText.text(
                "energy metered",
                DemoText.kwh(figures.exportWh()) + " kWh given, " + DemoText.kwh(figures.importWh()) + " taken"));
        lines.addAll(DemoText.text(
                "imbalance",
                String.format(
                        Locale.ROOT,
                        "%s kWh bought from, %s sold to the grid: %.1f %% of what was contracted",
                        DemoText.kwh(figures.boughtWh()),
                        DemoText.kwh(figures.soldWh()),
                        figures.imbalancePct())));
        lines.addAll(
                DemoText.text("settled on an estimate", figures.estimatedPoints() + " usage points, period by period"));
        lines.addAll(DemoText.text(
                "runs after delivery",
                figures.meteredRuns() + " METERED, " + figures.corrections().size() + " CORRECTION; " + figures.lines()
                        + " lines"));
        return lines;
    }
}
