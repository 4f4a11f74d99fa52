package io.gridclear.ledger.execution;

import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.execution.VerifiedTransactions.Verified;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.ledger.transaction.SignedTransaction;
import io.gridclear.ledger.transaction.TransactionCodec;
import org.jspecify.annotations.Nullable;

/**
 * Executes transactions: what every kind must pass, then the rule of its kind. Whole or not at all; refusals in the order of
 * {@link RefusalCode}.
 */
public final class Transactions {

    private final LedgerState state;
    private final VerifiedTransactions verified;

    public Transactions(LedgerState state, VerifiedTransactions verified) {
        this.state = state;
        this.verified = verified;
    }

    /** Executes a transaction as it was sent. */
    public TransactionResult execute(byte[] bytes) {
        Verified known = verified.find(bytes);
        SignedTransaction signed;
        try {
            signed = known == null ? TransactionCodec.decode(bytes) : known.signed();
        } catch (IllegalArgumentException e) {
            return new Verdict.Refused(RefusalCode.MALFORMED, String.valueOf(e.getMessage())).result();
        }
        Verdict.Refused refused = checkEnvelope(signed);
        if (refused != null) {
            return refused.result();
        }
        Verified transaction = known == null ? verified.verify(signed) : known;
        return transaction == null
                ? new Verdict.Refused(RefusalCode.BAD_SIGNATURE, "not signed by the sender").result()
                : once(transaction).result();
    }

    /** Does what was not done before under the same key. */
    private Verdict once(Verified transaction) {
        SignedTransaction signed = transaction.signed();
        Address sender = state.nodes().addressOf(signed.sender());
        Verdict done = state.usedKeys().check(sender, transaction, state.height());
        if (done != null) {
            return done;
        }
        Verdict verdict = apply(sender, signed);
        if (verdict instanceof Verdict.Accepted) {
            state.usedKeys().add(sender, transaction);
        }
        return verdict;
    }

    private Verdict.@Nullable Refused checkEnvelope(SignedTransaction signed) {
        if (!signed.chainId().equals(state.foundation().chainId())) {
            return new Verdict.Refused(
                    RefusalCode.WRONG_CHAIN, "this is " + state.foundation().chainId());
        }
        long ahead = signed.validUntilHeight() - state.height();
        if (signed.validUntilHeight() < state.height()) {
            return new Verdict.Refused(
                    RefusalCode.EXPIRED,
                    "valid until height " + signed.validUntilHeight() + ", this is " + state.height());
        }
        int window = state.genesis().limits().transactionWindowBlocks();
        if (ahead > window) {
            return new Verdict.Refused(RefusalCode.TOO_FAR_AHEAD, "valid for " + ahead + " blocks, at most " + window);
        }
        return null;
    }

    private Verdict apply(Address sender, SignedTransaction signed) {
        LedgerTransaction transaction = signed.transaction();
        if (transaction instanceof RegisterCandidate register) {
            return new RegisterCandidateRule(state, verified).apply(sender, signed.sender(), register);
        } else if (transaction instanceof CastVote vote) {
            return new CastVoteRule(state).apply(sender, vote);
        } else if (transaction instanceof Ready) {
            return new ReadyRule(state).apply(sender);
        } else if (transaction instanceof SubmitClearings submit) {
            return new SubmitClearingsRule(state).apply(signed.sender(), submit);
        } else if (transaction instanceof Attest attest) {
            return new AttestRule(state).apply(sender, attest);
        } else if (transaction instanceof ReportDelivery report) {
            return new ReportDeliveryRule(state).apply(signed.sender(), report);
        }
        throw new IllegalStateException("no rule for " + transaction.getClass());
    }
}
