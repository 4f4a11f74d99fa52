package io.gridclear.verify;

import io.gridclear.engine.light.LightVerdict;
import io.gridclear.engine.proof.ReceiptVerdict;
import io.gridclear.engine.proof.ReceiptVerifier;
import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.schemas.avro.SettlementLine;
import java.util.List;

/** Verifies lines by their receipts and what is trusted. May be used from several threads if the signatures' verifier may. */
public final class LineVerifier {

    private final ReceiptVerifier receipts;
    private final TrustedFile trusted;

    public LineVerifier(SignatureVerifier signatures, TrustedFile trusted) {
        this.receipts = new ReceiptVerifier(signatures);
        this.trusted = trusted;
    }

    /** Verifies a line; whatever line and receipt say, it never throws. */
    public Verdict verify(SettlementLine record, LineReceipt receipt) {
        SettledLine line;
        try {
            line = SettledLine.of(record, trusted.termsOf(record.getAreaMrid()));
        } catch (VerificationException e) {
            return new Verdict.Invalid(List.of(), e.step(), e.reason());
        }
        try {
            requireOwnReceipt(line, receipt);
            requireProven(line, receipt);
            return new Verdict.Valid(line, receipt, trusted.state());
        } catch (VerificationException e) {
            return new Verdict.Invalid(ProvedSteps.before(e.step(), line, receipt), e.step(), e.reason());
        }
    }

    private static void requireOwnReceipt(SettledLine line, LineReceipt receipt) throws VerificationException {
        if (!receipt.lineId().equals(line.record().getLineId())
                || !receipt.settlementId().equals(line.record().getSettlementId())) {
            throw new VerificationException(
                    VerificationStep.RECEIPT, "it is the receipt of line " + receipt.lineId() + ", not of this one");
        }
        if (!receipt.proof().outcome().outcome().item().equals(line.item())) {
            throw new VerificationException(
                    VerificationStep.RECEIPT,
                    "it is of " + receipt.proof().outcome().outcome().item() + ", the line of " + line.item());
        }
        if (receipt.place().path().index() != line.record().getLineIndex()) {
            throw new VerificationException(
                    VerificationStep.RECEIPT,
                    "it is of the line at " + receipt.place().path().index() + ", not at "
                            + line.record().getLineIndex());
        }
    }

    private void requireProven(SettledLine line, LineReceipt receipt) throws VerificationException {
        ReceiptVerdict verdict =
                receipts.verifyLeaf(line.leafHash(), receipt.place(), receipt.proof(), trusted.state());
        if (verdict instanceof ReceiptVerdict.Invalid invalid) {
            throw new VerificationException(step(invalid), invalid.detail());
        }
    }

    private static VerificationStep step(ReceiptVerdict.Invalid invalid) {
        return switch (invalid.step()) {
            case NUMBER_OF_LINES, LINE -> VerificationStep.SETTLEMENT_ROOT;
            case DISPUTED -> VerificationStep.OUTCOME;
            case OUTCOME -> VerificationStep.APPLICATION_HASH;
            case HEADER -> invalid.light().map(LineVerifier::step).orElse(VerificationStep.HEADER);
        };
    }

    private static VerificationStep step(LightVerdict.Reason reason) {
        return switch (reason) {
            case WRONG_CHAIN,
                    OLDER_THAN_TRUSTED,
                    OTHER_THAN_TRUSTED,
                    TIME_NOT_LATER,
                    NOT_THE_NEXT_VALIDATORS,
                    TOO_LITTLE_TRUST -> VerificationStep.TRUST;
            case MALFORMED_HEADER,
                    MALFORMED_VALIDATORS,
                    OTHER_VALIDATORS,
                    OTHER_HEIGHT_COMMITTED,
                    OTHER_BLOCK_COMMITTED,
                    WRONG_NUMBER_OF_SIGNATURES,
                    MALFORMED_SIGNATURE,
                    WRONG_VALIDATOR,
                    TOO_LITTLE_POWER,
                    BAD_SIGNATURE -> VerificationStep.HEADER;
        };
    }
}
