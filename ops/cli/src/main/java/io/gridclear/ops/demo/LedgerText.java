package io.gridclear.ops.demo;

import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ops.committee.CommitteeText;
import io.gridclear.schemas.avro.ClearingResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the ledger took a demonstration's clearings, in words and columns, 100 characters wide at most. */
final class LedgerText {

    private LedgerText() {}

    /**
     * One period over all its areas, once all are decided.
     *
     * @param nameOf what people call a node
     */
    static String period(
            int number,
            int periods,
            Collection<PeriodAudit> clearings,
            Collection<ItemAudit> items,
            Function<Address, String> nameOf) {
        List<Outcome> outcomes =
                items.stream().map(ItemAudit::outcome).filter(Objects::nonNull).toList();
        long disputed = items.stream().filter(ItemAudit::isDisputed).count();
        TreeSet<String> producers = outcomes.stream()
                .map(outcome -> nameOf.apply(Address.of(outcome.producer())))
                .collect(Collectors.toCollection(TreeSet::new));
        return String.format(
                Locale.ROOT,
                "%-9s %-8s %-20s %-35s receipts after %d ms",
                number + "/" + periods,
                disputed == 0 ? "FINAL" : "DISPUTED",
                "attested by " + attested(outcomes),
                "produced by " + brief(producers),
                afterMs(clearings, items));
    }

    /** Runs in a few words: how they ended, and by how many agents. */
    static String brief(Collection<ItemAudit> items) {
        List<Outcome> outcomes =
                items.stream().map(ItemAudit::outcome).filter(Objects::nonNull).toList();
        String status = items.stream().anyMatch(ItemAudit::isDisputed) ? "DISPUTED" : "FINAL";
        return outcomes.isEmpty() ? "-" : status + " " + attested(outcomes);
    }

    private static String attested(List<Outcome> outcomes) {
        int least = outcomes.stream().mapToInt(Outcome::attestations).min().orElse(0);
        int most = outcomes.stream().mapToInt(Outcome::attestations).max().orElse(0);
        int agents = outcomes.stream().mapToInt(Outcome::agents).max().orElse(0);
        return (least == most ? "" : least + "-") + most + " of " + agents;
    }

    /** Names that differ in their numbers alone, as validator-1, -3. */
    private static String brief(SortedSet<String> names) {
        String first = names.isEmpty() ? "nobody" : names.first();
        String stem = first.substring(0, first.lastIndexOf('-') + 1);
        return names.stream()
                .map(name -> name.equals(first) || !name.startsWith(stem)
                        ? name
                        : name.substring(Math.max(0, stem.length() - 1)))
                .collect(Collectors.joining(", "));
    }

    /** From the last published clearing of the period to its last receipt, both by the clock of this machine. */
    private static long afterMs(Collection<PeriodAudit> clearings, Collection<ItemAudit> items) {
        long cleared = clearings.stream()
                .map(PeriodAudit::result)
                .filter(Objects::nonNull)
                .map(ClearingResult::getPublishedAt)
                .mapToLong(Instant::toEpochMilli)
                .max()
                .orElse(0);
        return items.stream().mapToLong(ItemAudit::decidedAtMs).max().orElse(0) - cleared;
    }

    /** The ledger's part of the table at the end. */
    static List<String> table(LedgerFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.addAll(DemoText.text("engine of the ledger", figures.engine().word()));
        lines.addAll(DemoText.row("runs FINAL", figures.finalised(), ""));
        lines.addAll(DemoText.row("runs DISPUTED", figures.disputed(), ""));
        lines.addAll(DemoText.text(
                "lines proved by their receipts", figures.verified() + " of " + figures.lines() + ", offline"));
        lines.addAll(DemoText.text(
                "runs by producer",
                figures.produced().entrySet().stream()
                        .map(one -> one.getKey() + " " + one.getValue())
                        .collect(Collectors.joining(", "))));
        lines.addAll(DemoText.row("elections", figures.sight().committee().cycle(), ""));
        lines.addAll(DemoText.text("committee, * produces next", CommitteeText.committee(figures.sight())));
        lines.addAll(DemoText.text("bans", figures.banned().isEmpty() ? "none" : CommitteeText.bans(figures.sight())));
        return lines;
    }
}
