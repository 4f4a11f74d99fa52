package io.gridclear.ledger.twin;

import io.gridclear.ledger.TestKey;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.ledger.transaction.LedgerTransaction.CastVote;
import io.gridclear.ledger.transaction.LedgerTransaction.ClearingClaim;
import io.gridclear.ledger.transaction.LedgerTransaction.Ready;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import java.util.HexFormat;

/**
 * A transaction as the simulation knows it, beside its bytes.
 *
 * @param bytes what is sent
 * @param sender who sends it
 * @param transaction what it asks for
 * @param validUntil last height
 * @param key idempotency key, hexadecimal
 * @param flaw what is wrong with the envelope
 */
public record Sent(
        byte[] bytes, TestKey sender, LedgerTransaction transaction, long validUntil, String key, Flaw flaw) {

    /** What can be wrong with the envelope. */
    public enum Flaw {
        NONE,
        GARBAGE,
        OTHER_CHAIN,
        FORGED,
        /** The validator's key did not sign. */
        NO_POSSESSION
    }

    /** The same text means the same content. */
    String text() {
        if (transaction instanceof RegisterCandidate register) {
            return "register " + register.name() + hex(register.validatorKey()) + hex(register.possession())
                    + register.usagePoints();
        } else if (transaction instanceof CastVote vote) {
            return "vote " + vote.candidates().stream().map(Sent::hex).toList();
        } else if (transaction instanceof Ready) {
            return "ready";
        } else if (transaction instanceof SubmitClearings submit) {
            StringBuilder text = new StringBuilder("submit");
            for (ClearingClaim claim : submit.claims()) {
                text.append(' ').append(claim.item()).append(claim(claim));
            }
            return text.toString();
        } else if (transaction instanceof Attest attest) {
            StringBuilder text = new StringBuilder("attest");
            for (Attestation attestation : attest.attestations()) {
                text.append(' ').append(attestation.item()).append(' ').append(hex(attestation.hash()));
            }
            return text.toString();
        }
        ReportDelivery report = (ReportDelivery) transaction;
        return "report " + report.item() + report.deliveries();
    }

    static String claim(ClearingClaim submit) {
        return hex(submit.batchDigest()) + hex(submit.claimedHash()) + hex(submit.settlementRoot()) + submit.lines();
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
