package io.gridclear.ledger.execution;

import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.transaction.RefusalCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who may send what. */
final class Sender {

    private Sender() {}

    /** The refusal unless the sender is a registered node that is not banned. */
    static Verdict.@Nullable Refused requireNode(LedgerState state, Address sender) {
        if (state.nodes().find(sender) == null) {
            return new Verdict.Refused(RefusalCode.NOT_REGISTERED, "no node " + sender);
        }
        if (state.office().isBanned(sender)) {
            return new Verdict.Refused(
                    RefusalCode.BANNED,
                    "until cycle " + state.nodes().standing(sender).bannedUntilCycle() + ", this is "
                            + state.office().committee().cycle());
        }
        return null;
    }

    /** The refusal unless the sender's key is an operator's. */
    static Verdict.@Nullable Refused requireOperator(LedgerState state, byte[] senderKey) {
        for (byte[] operator : state.genesis().operatorKeys()) {
            if (Arrays.equals(operator, senderKey)) {
                return null;
            }
        }
        return new Verdict.Refused(RefusalCode.NOT_OPERATOR, "genesis names the operators, the sender is none");
    }
}
