package io.gridclear.ledger.execution;

import io.gridclear.ledger.item.Grace;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Items;
import io.gridclear.ledger.item.OpenItem;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.RefusalCode;
import java.util.Arrays;

/**
 * An agent attests. What it attested first counts; another hash for the same item is evidence against it, and the rest of
 * the transaction is not looked at. Entries for items that are unknown or closed are left out and named.
 */
final class AttestRule {

    /** So many left out are named; the detail is for people. */
    private static final int MOST_NAMED = 5;

    private enum Entry {
        RECORDED,
        KNOWN,
        CONTRADICTION,
        UNKNOWN,
        CLOSED
    }

    private final LedgerState state;

    AttestRule(LedgerState state) {
        this.state = state;
    }

    Verdict apply(Address sender, Attest attest) {
        Verdict.Refused refused = Sender.requireNode(state, sender);
        if (refused != null) {
            return refused;
        }
        if (!state.office().committee().contains(sender)) {
            return new Verdict.Refused(RefusalCode.NOT_AN_AGENT, sender + " is no agent of this cycle");
        }
        int recorded = 0;
        int known = 0;
        int leftOut = 0;
        StringBuilder named = new StringBuilder();
        RefusalCode first = null;
        for (Attestation attestation : attest.attestations()) {
            Entry entry = record(sender, attestation);
            switch (entry) {
                case RECORDED -> recorded++;
                case KNOWN -> known++;
                case CONTRADICTION -> {
                    state.conduct().ban(sender, "attested two different hashes of " + attestation.item());
                    return new Verdict.Accepted("evidence against the sender: two hashes of " + attestation.item());
                }
                case UNKNOWN, CLOSED -> {
                    RefusalCode code = entry == Entry.UNKNOWN ? RefusalCode.UNKNOWN_ITEM : RefusalCode.ITEM_CLOSED;
                    first = first == null ? code : first;
                    if (leftOut++ < MOST_NAMED) {
                        named.append(' ').append(code).append(' ').append(attestation.item());
                    }
                }
            }
            if (state.office().isBanned(sender)) {
                return new Verdict.Accepted("a wrong hash of the decided " + attestation.item());
            }
        }
        if (first != null && recorded == 0 && known == 0) {
            return new Verdict.Refused(first, "nothing to attest to:" + named);
        }
        String detail = recorded + " recorded, " + known + " known, " + leftOut + " left out" + named;
        return recorded == 0 ? new Verdict.Repeated(detail) : new Verdict.Accepted(detail);
    }

    private Entry record(Address sender, Attestation attestation) {
        Items items = state.items();
        OpenItem open = items.findOpen(attestation.item());
        if (open != null) {
            byte[] earlier = open.hashOf(sender);
            if (earlier == null) {
                items.attest(open, sender, attestation.hash());
                return Entry.RECORDED;
            }
            return Arrays.equals(earlier, attestation.hash()) ? Entry.KNOWN : Entry.CONTRADICTION;
        }
        long index = items.findOutcome(attestation.item());
        return index < 0 ? Entry.UNKNOWN : recordLate(sender, attestation, index);
    }

    private Entry recordLate(Address sender, Attestation attestation, long index) {
        Outcome outcome = state.items().outcomes().get(index);
        Grace.Key key = state.decisions().graceOf(outcome.height(), index);
        Grace grace = key.lastHeight() < state.height() ? null : state.graces().find(key);
        if (grace == null) {
            return Entry.CLOSED;
        }
        boolean same = Arrays.equals(grace.verifiedHash(), attestation.hash());
        if (grace.attested().contains(sender)) {
            return same ? Entry.KNOWN : Entry.CONTRADICTION;
        }
        if (!grace.awaited().remove(sender)) {
            return Entry.CLOSED;
        }
        judgeLate(sender, attestation.item(), grace, same);
        state.graces().put(key, grace);
        return Entry.RECORDED;
    }

    private void judgeLate(Address sender, ItemKey item, Grace grace, boolean same) {
        if (same) {
            grace.attested().add(sender);
            state.conduct().attestedRightly(sender);
        } else {
            state.conduct().attestedWrongly(sender, "attested another hash of " + item + " than the verified");
        }
    }
}
