package io.gridclear.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads receipts of lines, and what the receipts of one item have in common once: the same text is the same proof, which
 * is nine tenths of a receipt. May be used from several threads.
 */
final class ReceiptReader {

    /** Proofs that are remembered: the receipts of an item stand together mostly. One has at most 8 MB, and 2 KB mostly. */
    private static final int MOST = 32;

    /** A proof, and what it says of itself. */
    private record Shared(String text, ReceiptProof proof, ObjectNode fields) {}

    /** The one before is this one's mostly, and texts are compared faster than looked up. */
    private volatile @Nullable Shared last;

    private final Map<String, Shared> known = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shared> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Reads what {@link LineReceipt#toJson} wrote.
     *
     * @throws MalformedFileException if it is no receipt, or a readable field says something else than the proofs
     */
    LineReceipt read(String text) throws MalformedFileException {
        ObjectNode json = StrictJson.object(text);
        Shared shared = shared(json);
        LineReceipt receipt;
        try {
            receipt = new LineReceipt(
                    StrictJson.text(json, LineReceipt.LINE_ID),
                    StrictJson.text(json, LineReceipt.SETTLEMENT_ID),
                    LineProof.of(StrictJson.base64(json, LineReceipt.LINE_PROOF)),
                    shared.proof);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
        ObjectNode derived = shared.fields.objectNode();
        receipt.putOwn(derived);
        derived.setAll(shared.fields);
        StrictJson.requireSame(json, derived);
        return receipt;
    }

    private Shared shared(JsonNode json) throws MalformedFileException {
        String text = StrictJson.text(json, LineReceipt.RECEIPT_PROOF);
        Shared before = last;
        if (before != null && before.text.equals(text)) {
            return before;
        }
        synchronized (known) {
            Shared shared = known.get(text);
            if (shared != null) {
                last = shared;
                return shared;
            }
        }
        try {
            ReceiptProof proof = ReceiptProof.of(StrictJson.base64(json, LineReceipt.RECEIPT_PROOF));
            Shared shared = new Shared(text, proof, LineReceipt.fieldsOf(proof));
            synchronized (known) {
                known.put(text, shared);
            }
            last = shared;
            return shared;
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static MalformedFileException malformed(IllegalArgumentException cause) {
        return new MalformedFileException("its proofs are none: " + cause.getMessage());
    }
}
