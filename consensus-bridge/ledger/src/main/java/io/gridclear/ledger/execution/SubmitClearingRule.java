package io.gridclear.ledger.execution;

import io.gridclear.ledger.application.LedgerEvent.Kind;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.OpenItem;
import io.gridclear.ledger.item.OpenItem.Claim;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearing;
import io.gridclear.ledger.transaction.RefusalCode;
import org.jspecify.annotations.Nullable;

/** The operator opens an item; whatever it claims first is all that it can ever claim of it. */
final class SubmitClearingRule {

    private final LedgerState state;

    SubmitClearingRule(LedgerState state) {
        this.state = state;
    }

    Verdict apply(byte[] senderKey, SubmitClearing submit) {
        Verdict.Refused refused = Sender.requireOperator(state, senderKey);
        if (refused != null) {
            return refused;
        }
        Items items = state.items();
        Claim claim = new Claim(submit.batchDigest(), submit.claimedHash(), submit.settlementRoot(), submit.lines());
        Claim known = known(items, submit.item());
        if (known != null) {
            return known.sameAs(claim)
                    ? new Verdict.Repeated(submit.item() + " was submitted before")
                    : new Verdict.Refused(
                            RefusalCode.CONFLICTING_CLAIM, submit.item() + " was submitted with another content");
        }
        int most = state.genesis().limits().mostOpenItems();
        if (items.openCount() >= most) {
            return new Verdict.Refused(RefusalCode.TOO_MANY_ITEMS, most + " items are open");
        }
        items.add(submit.item(), claim, state.height());
        state.events().add(Kind.OPENED, submit.item(), submit.lines() + " settlement lines");
        return new Verdict.Accepted("opened " + submit.item());
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
