package io.gridclear.engine.proof;

import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;

/**
 * What all lines of one item share: that the committee accepted its settlement root.
 *
 * @param outcome the outcome, and its path to an application hash
 * @param header leads to the header that bears that hash
 */
public record ReceiptProof(OutcomeProof outcome, HeaderProof header) {

    /** Largest receipt: 64 blocks of 150 validators have 1.3 MB. */
    public static final int MOST_BYTES = 8 << 20;

    private static final String DOMAIN = "gridclear.receipt-proof.v1";
    private static final int MOST_OUTCOME_BYTES = 4_096;

    /** Canonical bytes. */
    public byte[] toBytes() {
        return new CanonicalWriter()
                .start(DOMAIN)
                .bytes(outcome.toBytes())
                .bytes(header.toBytes())
                .toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no receipt
     */
    public static ReceiptProof of(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a receipt has at most " + MOST_BYTES + " bytes, not " + bytes.length);
        }
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        OutcomeProof outcome = OutcomeProof.of(reader.bytes(MOST_OUTCOME_BYTES));
        HeaderProof header = HeaderProof.of(reader.bytes(MOST_BYTES));
        reader.end();
        return new ReceiptProof(outcome, header);
    }
}
