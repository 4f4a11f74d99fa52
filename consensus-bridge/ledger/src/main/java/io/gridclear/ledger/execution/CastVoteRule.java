package io.gridclear.ledger.execution;

import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.RefusalCode;
import java.util.List;
import java.util.TreeSet;

/** A node votes for up to N candidates; they need not be ready yet. */
final class CastVoteRule {

    private final LedgerState state;

    CastVoteRule(LedgerState state) {
        this.state = state;
    }

    Verdict apply(Address sender, CastVote vote) {
        Verdict.Refused refused = Sender.requireNode(state, sender);
        if (refused != null) {
            return refused;
        }
        int seats = state.genesis().committee().seats();
        if (vote.candidates().size() > seats) {
            return new Verdict.Refused(
                    RefusalCode.TOO_MANY_CANDIDATES, vote.candidates().size() + " candidates for " + seats + " seats");
        }
        List<Address> candidates = vote.candidates().stream().map(Address::of).toList();
        if (new TreeSet<>(candidates).size() < candidates.size()) {
            return new Verdict.Refused(RefusalCode.DUPLICATE_CANDIDATE, "a candidate comes twice");
        }
        Nodes nodes = state.nodes();
        for (Address candidate : candidates) {
            if (nodes.find(candidate) == null) {
                return new Verdict.Refused(RefusalCode.UNKNOWN_CANDIDATE, "no node " + candidate);
            }
        }
        for (Address candidate : candidates) {
            if (state.office().isBanned(candidate)) {
                return new Verdict.Refused(RefusalCode.CANDIDATE_BANNED, candidate + " is banned");
            }
        }
        if (nodes.vote(sender).equals(candidates)) {
            return new Verdict.Repeated("votes so already");
        }
        nodes.vote(sender, candidates);
        return new Verdict.Accepted("votes for " + candidates.size() + " candidates");
    }
}
