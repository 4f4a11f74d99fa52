package io.gridclear.ledger.execution;

import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
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
    private final VerifiedSignatures signatures;

    public Transactions(LedgerState state, VerifiedSignatures signatures) {
        this.state = state;
        this.signatures = signatures;
    }

    /** Executes a transaction as it was sent. */
    public TransactionResult execute(byte[] bytes) {
        SignedTransaction signed;
        try {
            signed = TransactionCodec.decode(bytes);
        } catch (IllegalArgumentException e) {
            return new Verdict.Refused(RefusalCode.MALFORMED, String.valueOf(e.getMessage())).result();
        }
        Verdict.Refused refused = checkEnvelope(bytes, signed);
        if (refused != null) {
            return refused.result();
        }
        Address sender = state.nodes().addressOf(signed.sender());
        Verdict known = state.usedKeys().check(sender, signed, state.height());
        if (known != null) {
            return known.result();
        }
        Verdict verdict = apply(sender, signed);
        if (verdict instanceof Verdict.Accepted) {
            state.usedKeys().add(sender, signed);
        }
        return verdict.result();
    }

    private Verdict.@Nullable Refused checkEnvelope(byte[] bytes, SignedTransaction signed) {
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
        if (!signatures.verify(bytes, signed.sender(), signed.signedBytes(), signed.signature())) {
            return new Verdict.Refused(RefusalCode.BAD_SIGNATURE, "not signed by the sender");
        }
        return null;
    }

    private Verdict apply(Address sender, SignedTransaction signed) {
        LedgerTransaction transaction = signed.transaction();
        if (transaction instanceof RegisterCandidate register) {
            return new RegisterCandidateRule(state, signatures).apply(sender, signed.sender(), register);
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
