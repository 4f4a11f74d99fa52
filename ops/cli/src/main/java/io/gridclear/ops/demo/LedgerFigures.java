package io.gridclear.ops.demo;

import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ops.committee.CommitteeSight;
import io.gridclear.ops.committee.EngineKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How the ledger took the clearings of a demonstration and their later runs: the outcomes and receipts from their topic, the committee as the
 * chain tells of it.
 *
 * @param engine what ordered the ledger's transactions
 * @param protection in words, what it protects against
 * @param items clearings and later runs
 * @param finalised those that are FINAL
 * @param disputed those that are DISPUTED
 * @param lines settlement lines that were published
 * @param verified those that their receipts prove
 * @param produced items by the name of their producer
 * @param sight committee and nodes at the end
 * @param failures what was not as it should be
 */
record LedgerFigures(
        EngineKind engine,
        String protection,
        long items,
        long finalised,
        long disputed,
        long lines,
        long verified,
        Map<String, Long> produced,
        CommitteeSight sight,
        List<String> failures) {

    static LedgerFigures of(EngineKind engine, String protection, ReceiptAudit audit, CommitteeSight sight) {
        Map<String, Long> produced = new TreeMap<>();
        audit.items().stream()
                .map(ItemAudit::outcome)
                .filter(Objects::nonNull)
                .map(Outcome::producer)
                .forEach(producer -> produced.merge(sight.nameOf(Address.of(producer)), 1L, Long::sum));
        List<String> failures = new ArrayList<>();
        audit.items().forEach(item -> {
            String failure = item.failure();
            if (failure != null) {
                failures.add(item.key() + ": " + failure);
            }
        });
        return new LedgerFigures(
                engine,
                protection,
                audit.items().size(),
                audit.items().stream().filter(ItemAudit::isFinal).count(),
                audit.items().stream().filter(ItemAudit::isDisputed).count(),
                audit.items().stream().mapToLong(ItemAudit::publishedLines).sum(),
                audit.items().stream().mapToLong(ItemAudit::verifiedLines).sum(),
                produced,
                sight,
                failures);
    }

    boolean isEveryLineVerified() {
        return verified == lines && failures.isEmpty();
    }

    /** Names of nodes that were banned at any time. */
    List<String> banned() {
        return sight.everBanned().stream().map(NodeView::name).toList();
    }

    /** Adds the figures under the names of the JSON file. */
    void addTo(Map<String, Object> json) {
        json.put("engine", engine.word());
        json.put("finalised", finalised);
        json.put("disputed", disputed);
        json.put("settlementLines", lines);
        json.put("receiptsVerified", verified);
        json.put("agents", sight.committee().agents().size());
        json.put("bannedAgents", banned().size());
        json.put("elections", sight.committee().cycle());
        json.put("producedBy", produced);
    }
}
