package io.gridclear.ledger.execution;

import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.OpenItem;
import io.gridclear.ledger.item.OpenItem.Claim;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.RefusalCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The operator opens items, all or none; whatever it claims of an item first is all that it can ever claim of it. Items that
 * are known with the same content are no fault, wherever in the transaction they stand. A later run of a period is opened when
 * the run that it goes on from is FINAL, so that a period's runs are decided in their order, and none rests on what is disputed.
 */
final class SubmitClearingsRule {

    private final LedgerState state;

    SubmitClearingsRule(LedgerState state) {
        this.state = state;
    }

    Verdict apply(byte[] senderKey, SubmitClearings submit) {
        Verdict.Refused refused = Sender.requireOperator(state, senderKey);
        if (refused != null) {
            return refused;
        }
        Items items = state.items();
        Map<ItemKey, Claim> fresh = new LinkedHashMap<>();
        for (ClearingClaim each : submit.claims()) {
            Claim claim = new Claim(each.batchDigest(), each.claimedHash(), each.settlementRoot(), each.lines());
            Claim known = known(items, each.item());
            if (known == null) {
                known = fresh.putIfAbsent(each.item(), claim);
            }
            if (known != null && !known.sameAs(claim)) {
                return new Verdict.Refused(
                        RefusalCode.CONFLICTING_CLAIM, each.item() + " was submitted with another content");
            }
        }
        if (fresh.isEmpty()) {
            return new Verdict.Repeated(text(submit, "submitted before"));
        }
        int most = state.genesis().limits().mostOpenItems();
        if (items.openCount() + fresh.size() > most) {
            return new Verdict.Refused(
                    RefusalCode.TOO_MANY_ITEMS,
                    items.openCount() + " items of at most " + most + " are open, these are " + fresh.size());
        }
        for (ItemKey item : fresh.keySet()) {
            if (item.run() != ItemKey.INITIAL && !isFinal(items, item.before())) {
                return new Verdict.Refused(
                        RefusalCode.NOT_FINAL, item + " goes on from " + item.before() + ", which is not FINAL");
            }
        }
        fresh.forEach((item, claim) -> {
            items.add(item, claim, state.height());
            state.events().add(Kind.OPENED, item, claim.lines() + " settlement lines");
        });
        return new Verdict.Accepted(text(submit, "opened"));
    }

    private static boolean isFinal(Items items, ItemKey item) {
        long index = items.findOutcome(item);
        return index >= 0 && items.outcomes().get(index).status() == Outcome.Status.FINAL;
    }

    private static String text(SubmitClearings submit, String what) {
        int others = submit.claims().size() - 1;
        return what + " " + submit.claims().get(0).item() + (others == 0 ? "" : " and " + others + " more");
    }

    private static @Nullable Claim known(Items items, ItemKey key) {
        OpenItem open = items.findOpen(key);
        if (open != null) {
            return open.claim();
        }
        long index = items.findOutcome(key);
        if (index < 0) {
            return null;
        }
        Outcome outcome = items.outcomes().get(index);
        return new Claim(outcome.batchDigest(), outcome.claimedHash(), outcome.settlementRoot(), outcome.lines());
    }
}
