package io.gridclear.ledger.execution;

import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Node;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.node.Standing;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.Possession;
import io.gridclear.ledger.transaction.RefusalCode;

/** A node offers itself: with a score of nothing, and not ready, until it delivers and shows itself. */
final class RegisterCandidateRule {

    private final LedgerState state;
    private final VerifiedTransactions signatures;

    RegisterCandidateRule(LedgerState state, VerifiedTransactions signatures) {
        this.state = state;
        this.signatures = signatures;
    }

    Verdict apply(Address sender, byte[] nodeKey, RegisterCandidate register) {
        Nodes nodes = state.nodes();
        if (nodes.find(sender) != null) {
            return new Verdict.Refused(RefusalCode.ALREADY_REGISTERED, "node " + sender + " is registered");
        }
        int most = state.genesis().limits().mostNodes();
        if (nodes.all().size() >= most) {
            return new Verdict.Refused(RefusalCode.TOO_MANY_NODES, most + " nodes are registered");
        }
        if (nodes.ownerOfValidator(nodes.addressOf(register.validatorKey())) != null) {
            return new Verdict.Refused(RefusalCode.VALIDATOR_KEY_TAKEN, "another node has this validator");
        }
        for (String usagePoint : register.usagePoints()) {
            if (nodes.ownerOfUsagePoint(usagePoint) != null) {
                return new Verdict.Refused(RefusalCode.USAGE_POINT_TAKEN, "another node has " + usagePoint);
            }
        }
        byte[] message = Possession.message(state.foundation().chainId(), nodeKey);
        if (!signatures.verifyPossession(register.validatorKey(), message, register.possession())) {
            return new Verdict.Refused(RefusalCode.BAD_POSSESSION, "not signed with the validator's key");
        }
        nodes.register(
                new Node(sender, register.name(), nodeKey, register.validatorKey(), register.usagePoints()),
                Standing.ofNewcomer());
        return new Verdict.Accepted("registered " + sender);
    }
}
