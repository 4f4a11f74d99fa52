package io.gridclear.ops.demo;

import io.gridclear.ops.committee.CommitteeText;
import io.gridclear.schemas.avro.ClearingResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A demonstration in words and columns, 100 characters wide at most. */
final class DemoText {

    private static final String PERIOD_ROW = "%-9s %7s %7s %10s %10s %10s  %-15s %s";

    /** What a terminal shows without folding. */
    static final int WIDTH = 100;

    private static final int NAME_WIDTH = 34;

    private DemoText() {}

    static String periodHeader() {
        return String.format(
                        Locale.ROOT,
                        PERIOD_ROW,
                        "period",
                        "orders",
                        "trades",
                        "peer kWh",
                        "sold kWh",
                        "bought kWh",
                        "Pa per kWh",
                        "cleared after")
                .stripTrailing();
    }

    /** One period over all its areas, once all are cleared. */
    static String period(int number, int periods, Collection<PeriodAudit> areas) {
        List<ClearingResult> results =
                areas.stream().map(PeriodAudit::result).filter(Objects::nonNull).toList();
        long orders = results.stream()
                .mapToLong(one -> one.getSellOrders() + one.getBuyOrders())
                .sum();
        long trades = results.stream()
                .mapToLong(one -> one.getStage1Trades() + one.getStage2Trades())
                .sum();
        long peerWh = results.stream()
                .mapToLong(one -> one.getStage1Wh() + one.getStage2Wh())
                .sum();
        long lowest = results.stream()
                .mapToLong(ClearingResult::getReferencePrice)
                .min()
                .orElse(0);
        long highest = results.stream()
                .mapToLong(ClearingResult::getReferencePrice)
                .max()
                .orElse(0);
        long afterMs = results.stream()
                .mapToLong(one -> one.getPublishedAt().toEpochMilli()
                        - one.getRequoteClosedAt().toEpochMilli())
                .max()
                .orElse(0);
        String pa = lowest == highest ? price(lowest) : price(lowest) + "-" + price(highest);
        return String.format(
                Locale.ROOT,
                PERIOD_ROW,
                number + "/" + periods,
                orders,
                trades,
                kwh(peerWh),
                kwh(results.stream().mapToLong(ClearingResult::getGridSoldWh).sum()),
                kwh(results.stream().mapToLong(ClearingResult::getGridBoughtWh).sum()),
                pa,
                afterMs + " ms");
    }

    /** The table at the end. */
    static List<String> table(DemoFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.addAll(row("bids sent", figures.bidsSent(), ""));
        lines.addAll(row("  accepted", figures.bidsAccepted(), ""));
        lines.addAll(row("  rejected", figures.rejectedInAll(), ""));
        figures.bidsRejected().forEach((reason, count) -> lines.addAll(row("    " + reason, count, "")));
        lines.addAll(row("periods cleared (areas x periods)", figures.periodsCleared(), ""));
        lines.addAll(row("trades", figures.trades(), ""));
        lines.addAll(text("energy traded between peers", kwh(figures.peerWh()) + " kWh"));
        lines.addAll(text("  of it curtailed by the feeder", kwh(figures.curtailedWh()) + " kWh"));
        lines.addAll(text("energy sold to the grid", kwh(figures.gridSoldWh()) + " kWh"));
        lines.addAll(text("energy bought from the grid", kwh(figures.gridBoughtWh()) + " kWh"));
        lines.addAll(comparison("sellers' income", "feed-in alone", "more", figures.sellers()));
        lines.addAll(comparison("buyers' cost", "retail alone", "less", figures.buyers()));
        lines.addAll(text("debits = credits", money(figures.debitNano()) + " = " + money(figures.creditNano())));
        lines.addAll(DeliveryText.table(figures.delivery()));
        lines.addAll(LedgerText.table(figures.ledger()));
        BillingFigures billing = figures.billing();
        if (billing != null) {
            lines.addAll(billing.table());
        }
        lines.add("");
        figures.checks()
                .forEach((check, holds) ->
                        lines.add(String.format(Locale.ROOT, "%-6s %s", holds ? "ok" : "FAILED", inWords(check))));
        figures.failures().stream().limit(5).forEach(failure -> lines.add("       " + failure));
        return lines;
    }

    private static List<String> comparison(
            String what, String beside, String direction, ParticipantAccounts.Comparison comparison) {
        return text(
                what,
                String.format(
                        Locale.ROOT,
                        "%s beside %s by %s: %.1f %% %s in total, %.1f %% as mean of %d",
                        money(comparison.amountNano()),
                        money(comparison.atTariffNano()),
                        beside,
                        comparison.totalPct(),
                        direction,
                        comparison.meanPct(),
                        comparison.participants()));
    }

    static List<String> row(String name, long value, String unit) {
        return text(name, (value + " " + unit).strip());
    }

    /** A name and its value, which goes on below itself where it is longer than its column. */
    static List<String> text(String name, String value) {
        List<String> lines = new ArrayList<>();
        for (String part : CommitteeText.wrapped(value, WIDTH - NAME_WIDTH - 1)) {
            lines.add(String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s %s", lines.isEmpty() ? name : "", part));
        }
        return lines;
    }

    private static String inWords(String check) {
        return check.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /** Wh to kWh, three decimals. */
    static String kwh(long wh) {
        return String.format(Locale.ROOT, "%d.%03d", wh / 1000, wh % 1000);
    }

    /** Micro-currency to currency, four decimals (exact for the default tick of 100). */
    private static String price(long micro) {
        return String.format(Locale.ROOT, "%d.%04d", micro / 1_000_000, micro % 1_000_000 / 100);
    }

    /** Nano-currency to currency, all nine decimals. */
    static String money(long nano) {
        return String.format(Locale.ROOT, "%d.%09d", nano / 1_000_000_000, nano % 1_000_000_000);
    }
}
