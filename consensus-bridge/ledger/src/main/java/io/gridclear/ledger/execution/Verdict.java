package io.gridclear.ledger.execution;

import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.transaction.RefusalCode;

/** What became of a transaction. */
sealed interface Verdict {

    /** It changed the state. */
    record Accepted(String detail) implements Verdict {}

    /** What it asks for is so already. */
    record Repeated(String detail) implements Verdict {}

    /** It changed nothing, and will not as it is. */
    record Refused(RefusalCode code, String detail) implements Verdict {}

    /** For the engine. */
    default TransactionResult result() {
        if (this instanceof Refused refused) {
            return new TransactionResult(refused.code.code(), refused.code + ": " + refused.detail);
        }
        return new TransactionResult(0, this instanceof Accepted accepted ? accepted.detail : ((Repeated) this).detail);
    }
}
