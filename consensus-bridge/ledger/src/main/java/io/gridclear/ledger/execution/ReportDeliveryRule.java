package io.gridclear.ledger.execution;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.score.DeliveryScores;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.RefusalCode;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The operator reports deliveries: new scores (paper, section 3.3.2, step 3). Once an item, and only under one that is
 * FINAL: of what a disputed one says was contracted the agents have just disagreed.
 */
final class ReportDeliveryRule {

    private final LedgerState state;

    ReportDeliveryRule(LedgerState state) {
        this.state = state;
    }

    Verdict apply(byte[] senderKey, ReportDelivery report, byte[] contentHash) {
        Verdict.Refused refused = Sender.requireOperator(state, senderKey);
        if (refused == null) {
            refused = requireFinal(report.item());
        }
        if (refused != null) {
            return refused;
        }
        byte[] reported = state.reports().find(report.item());
        if (reported != null) {
            return Arrays.equals(reported, contentHash)
                    ? new Verdict.Repeated(report.item() + " was reported before")
                    : new Verdict.Refused(
                            RefusalCode.ALREADY_REPORTED, report.item() + " was reported with another content");
        }
        TreeSet<String> usagePoints = new TreeSet<>();
        for (Delivery delivery : report.deliveries()) {
            if (!usagePoints.add(delivery.usagePoint())) {
                return new Verdict.Refused(RefusalCode.DUPLICATE_USAGE_POINT, delivery.usagePoint() + " comes twice");
            }
        }
        DeliveryScores scores = new DeliveryScores();
        for (Delivery delivery : report.deliveries()) {
            Address owner = state.nodes().ownerOfUsagePoint(delivery.usagePoint());
            if (owner == null) {
                return new Verdict.Refused(RefusalCode.UNKNOWN_USAGE_POINT, "no node has " + delivery.usagePoint());
            }
            scores.add(owner, delivery.contractedWh(), delivery.deliveredWh());
        }
        NavigableMap<Address, Long> reputations =
                scores.apply(state.nodes(), state.genesis().score());
        reputations.forEach(state.conduct()::delivered);
        state.reports().add(report.item(), contentHash);
        return new Verdict.Accepted("new scores for " + reputations.size() + " nodes");
    }

    private Verdict.@Nullable Refused requireFinal(ItemKey item) {
        Items items = state.items();
        if (items.findOpen(item) != null) {
            return new Verdict.Refused(RefusalCode.NOT_FINAL, item + " is open");
        }
        long index = items.findOutcome(item);
        if (index < 0) {
            return new Verdict.Refused(RefusalCode.UNKNOWN_ITEM, "no item " + item);
        }
        Outcome outcome = items.outcomes().get(index);
        return outcome.status() == Outcome.Status.FINAL
                ? null
                : new Verdict.Refused(RefusalCode.NOT_FINAL, item + " is disputed");
    }
}
