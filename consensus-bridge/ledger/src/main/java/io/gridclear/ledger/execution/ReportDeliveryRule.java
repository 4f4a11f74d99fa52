package io.gridclear.ledger.execution;

import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.OpenItem;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The operator reports deliveries (paper, section 3.3.2, step 3): opens an item that agents attest to like a clearing. Once a
 * period, and only under a METERED run that is FINAL: of what a disputed one says was delivered the agents have just
 * disagreed. Every usage point of every registered node must be in it, so that the agents have only figures to check.
 */
final class ReportDeliveryRule {

    private final LedgerState state;

    ReportDeliveryRule(LedgerState state) {
        this.state = state;
    }

    Verdict apply(byte[] senderKey, ReportDelivery report) {
        Verdict.Refused refused = Sender.requireOperator(state, senderKey);
        if (refused != null) {
            return refused;
        }
        ItemKey item = report.item().delivery();
        byte[] hash = report.hash();
        byte[] reported = reported(item);
        if (reported != null) {
            return Arrays.equals(reported, hash)
                    ? new Verdict.Repeated(item + " was reported before")
                    : new Verdict.Refused(RefusalCode.ALREADY_REPORTED, item + " was reported with another content");
        }
        int most = state.genesis().limits().mostOpenItems();
        if (state.items().openCount() >= most) {
            return new Verdict.Refused(RefusalCode.TOO_MANY_ITEMS, most + " items are open");
        }
        Outcome metered = metered(report.item());
        if (metered == null || metered.status() != Outcome.Status.FINAL) {
            return notFinal(report.item(), metered);
        }
        refused = requireComplete(report);
        if (refused != null) {
            return refused;
        }
        state.reports().open(item, report.deliveries());
        state.items()
                .add(item, new OpenItem.Claim(metered.batchDigest(), hash, new byte[Sha256.LENGTH], 0), state.height());
        state.events().add(Kind.OPENED, item, report.deliveries().size() + " usage points");
        return new Verdict.Accepted("opened " + item);
    }

    private byte @Nullable [] reported(ItemKey item) {
        Items items = state.items();
        OpenItem open = items.findOpen(item);
        if (open != null) {
            return open.claim().claimedHash();
        }
        long index = items.findOutcome(item);
        return index < 0 ? null : items.outcomes().get(index).claimedHash();
    }

    private @Nullable Outcome metered(ItemKey item) {
        long index = state.items().findOutcome(item);
        return index < 0 ? null : state.items().outcomes().get(index);
    }

    private Verdict.Refused notFinal(ItemKey item, @Nullable Outcome metered) {
        if (metered != null) {
            return new Verdict.Refused(RefusalCode.NOT_FINAL, item + " is disputed");
        }
        return state.items().findOpen(item) == null
                ? new Verdict.Refused(RefusalCode.UNKNOWN_ITEM, "no item " + item)
                : new Verdict.Refused(RefusalCode.NOT_FINAL, item + " is open");
    }

    private Verdict.@Nullable Refused requireComplete(ReportDelivery report) {
        TreeSet<String> usagePoints = new TreeSet<>();
        for (Delivery delivery : report.deliveries()) {
            if (!usagePoints.add(delivery.usagePoint())) {
                return new Verdict.Refused(RefusalCode.DUPLICATE_USAGE_POINT, delivery.usagePoint() + " comes twice");
            }
        }
        for (String usagePoint : usagePoints) {
            if (state.nodes().ownerOfUsagePoint(usagePoint) == null) {
                return new Verdict.Refused(RefusalCode.UNKNOWN_USAGE_POINT, "no node has " + usagePoint);
            }
        }
        for (Node node : state.nodes().all()) {
            for (String usagePoint : node.usagePoints()) {
                if (!usagePoints.contains(usagePoint)) {
                    return new Verdict.Refused(RefusalCode.INCOMPLETE_REPORT, usagePoint + " is left out");
                }
            }
        }
        return null;
    }
}
