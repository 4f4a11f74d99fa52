package io.gridclear.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The receipt of one line, by itself: all that is needed beside the line and a trusted header. As JSON it carries both
 * proofs in Base64, and beside them in readable form what they say; a readable field that says something else is refused.
 *
 * @param lineId the line's id, hexadecimal
 * @param settlementId the line's id within all runs, hexadecimal
 * @param place where the line stands under the settlement root
 * @param proof that the agents accepted this root
 */
public record LineReceipt(String lineId, String settlementId, LineProof place, ReceiptProof proof) {

    static final String LINE_ID = "lineId";
    static final String SETTLEMENT_ID = "settlementId";
    static final String LINE_PROOF = "lineProof";
    static final String RECEIPT_PROOF = "receiptProof";

    /** The receipt of a published line. */
    public static LineReceipt of(SettlementLine line, LineProof place, ReceiptProof proof) {
        return new LineReceipt(line.getLineId(), line.getSettlementId(), place, proof);
    }

    /** The receipt as one line of JSON. */
    public String toJson() {
        try {
            return StrictJson.MAPPER.writeValueAsString(json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws MalformedFileException if it is no receipt, or a readable field says something else than the proofs
     */
    public static LineReceipt of(String text) throws MalformedFileException {
        return new ReceiptReader().read(text);
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        putOwn(json);
        json.setAll(fieldsOf(proof));
        return json;
    }

    /** Puts what the receipts of an item do not have in common. */
    void putOwn(ObjectNode json) {
        json.put(LINE_ID, lineId);
        json.put(SETTLEMENT_ID, settlementId);
        json.put("lineIndex", place.path().index());
        json.put(LINE_PROOF, Base64.getEncoder().encodeToString(place.toBytes()));
    }

    /** What a proof says, in readable form and as it is. */
    static ObjectNode fieldsOf(ReceiptProof proof) {
        Outcome outcome = proof.outcome().outcome();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("areaMrid", outcome.item().area());
        json.put("periodStart", outcome.item().periodStart());
        json.put("run", run(outcome.item()));
        json.put("revision", outcome.item().revision());
        json.put("settlementLines", outcome.lines());
        json.put("settlementRoot", hex(outcome.settlementRoot()));
        json.put("status", outcome.status().name());
        json.put("outcomeHash", hex(outcome.verifiedHash()));
        json.put("batchDigest", hex(outcome.batchDigest()));
        json.put("producer", hex(outcome.producer()));
        json.put("attestations", outcome.attestations());
        json.put("agents", outcome.agents());
        json.put("chainId", proof.header().last().header().chainId());
        json.put("decidedHeight", outcome.height());
        json.put("signedHeight", proof.header().last().header().height());
        json.put(RECEIPT_PROOF, Base64.getEncoder().encodeToString(proof.toBytes()));
        return json;
    }

    /** Name of an item's run. */
    static String run(ItemKey item) {
        return switch (item.run()) {
            case ItemKey.INITIAL -> SettlementRun.INITIAL.name();
            case ItemKey.METERED -> SettlementRun.METERED.name();
            default -> SettlementRun.CORRECTION.name();
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
