package io.gridclear.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

    /**
     * A proof, and what it says of itself.
     *
     * @param text the proof as it was read
     * @param fields what must be said of it, by the names of the fields
     * @param tail what follows the fields of a line, letter by letter, in a receipt that was found good: a receipt that ends
     *     alike says the same of the same proof, and only its line is left to be read; null if that is not known
     */
    private record Shared(
            String text,
            ReceiptProof proof,
            ObjectNode fields,
            @Nullable String tail) {

        private Shared withTail(@Nullable String newTail) {
            return new Shared(text, proof, fields, newTail);
        }
    }

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
        Shared before = last;
        if (before != null && before.tail != null && text.endsWith(before.tail)) {
            ObjectNode own = ownFields(text.substring(0, text.length() - before.tail.length()));
            if (own != null) {
                return receipt(own, before.proof, own.objectNode());
            }
        }
        return readWhole(text);
    }

    private LineReceipt readWhole(String text) throws MalformedFileException {
        ObjectNode json = StrictJson.object(text);
        Shared shared = shared(json);
        LineReceipt receipt = receipt(json, shared.proof, shared.fields);
        last = shared.withTail(tail(text, receipt));
        return receipt;
    }

    /** A receipt whose fields are those of its line and those given, and no others. */
    private static LineReceipt receipt(ObjectNode json, ReceiptProof proof, ObjectNode fields)
            throws MalformedFileException {
        LineReceipt receipt;
        try {
            receipt = new LineReceipt(
                    StrictJson.text(json, LineReceipt.LINE_ID),
                    StrictJson.text(json, LineReceipt.SETTLEMENT_ID),
                    // compared below, as it was written, with what follows from it
                    LineProof.of(StrictJson.looseBase64(json, LineReceipt.LINE_PROOF)),
                    proof);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
        ObjectNode derived = fields.objectNode();
        receipt.putOwn(derived);
        derived.setAll(fields);
        StrictJson.requireSame(json, derived);
        return receipt;
    }

    /** What stands before a tail, with which it makes an object; null if it is not just the fields of a line. */
    private static @Nullable ObjectNode ownFields(String head) {
        try {
            ObjectNode own = StrictJson.object(head + "}");
            return own.size() == LineReceipt.OWN_FIELDS && own.has(LineReceipt.LINE_INDEX) ? own : null;
        } catch (MalformedFileException e) {
            return null; // the whole says better what is wrong
        }
    }

    /** What follows the fields of the line in a receipt that was found good, the comma before it too; null if others come first. */
    private static @Nullable String tail(String text, LineReceipt receipt) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        receipt.putOwn(own);
        String head = own.toString();
        int end = head.length() - 1;
        return text.startsWith(head.substring(0, end)) && text.startsWith(",", end) ? text.substring(end) : null;
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
                return shared;
            }
        }
        try {
            ReceiptProof proof = ReceiptProof.of(StrictJson.base64(json, LineReceipt.RECEIPT_PROOF));
            Shared shared = new Shared(text, proof, LineReceipt.fieldsOf(proof), null);
            synchronized (known) {
                known.put(text, shared);
            }
            return shared;
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static MalformedFileException malformed(IllegalArgumentException cause) {
        return new MalformedFileException("its proofs are none: " + cause.getMessage());
    }
}
