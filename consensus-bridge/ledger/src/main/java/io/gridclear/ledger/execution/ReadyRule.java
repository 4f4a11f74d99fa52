package io.gridclear.ledger.execution;

import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Standing;

/** A node shows that it is up: before its first election, and again after a ban. */
final class ReadyRule {

    private final LedgerState state;

    ReadyRule(LedgerState state) {
        this.state = state;
    }

    Verdict apply(Address sender) {
        Verdict.Refused refused = Sender.requireNode(state, sender);
        if (refused != null) {
            return refused;
        }
        Standing standing = state.nodes().standing(sender);
        if (standing.ready()) {
            return new Verdict.Repeated("is ready already");
        }
        state.nodes().update(sender, standing.readied());
        return new Verdict.Accepted("ready");
    }
}
