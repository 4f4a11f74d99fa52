package io.gridclear.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.market.canonical.MerklePath;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineVerifierTest {

    private static final int LINES = 28;

    private static ProvenSettlement settled;

    @BeforeAll
    static void settle() {
        settled = ProvenSettlement.ofLines(LINES);
    }

    private static Verdict verify(SettlementLine line, LineReceipt receipt, TrustedFile trusted) {
        return new LineVerifier(Ed25519Verifiers.bouncyCastle()::verify, trusted).verify(line, receipt);
    }

    private static Verdict verify(SettlementLine line, LineReceipt receipt) {
        return verify(line, receipt, settled.trusted());
    }

    private static void assertRefused(Verdict verdict, VerificationStep step, String words) {
        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        Verdict.Invalid invalid = (Verdict.Invalid) verdict;
        assertThat(invalid.step()).as(invalid.reason()).isEqualTo(step);
        assertThat(invalid.reason()).contains(words);
    }

    @Test
    void everyLineIsProvedStepByStep() {
        for (int i = 0; i < LINES; i++) {
            Verdict verdict = verify(settled.lines().get(i), settled.receiptOf(i));

            assertThat(verdict).isInstanceOf(Verdict.Valid.class);
            assertThat(verdict.proved()).hasSize(6);
        }
        assertThat(verify(settled.lines().get(5), settled.receiptOf(5)).proved())
                .satisfiesExactly(
                        step -> assertThat(step).contains("is in its leaf"),
                        step -> assertThat(step).contains("number 5 of 28 under the settlement root"),
                        step -> assertThat(step).contains("is FINAL: ").contains("of 4 agents"),
                        step -> assertThat(step).contains("number 0 of 1 under the application hash"),
                        step -> assertThat(step).contains("of 40 power have signed it"),
                        step -> assertThat(step).contains("follows from the trusted header 1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4_096, 4_097, 8_200})
    void linesOfEveryBlockAreProvedWhateverTheNumberOfLines(int count) {
        ProvenSettlement large = ProvenSettlement.ofLines(count);
        for (int line : IntStream.of(0, 1, 4_095, 4_096, 8_191, 8_192, count - 1)
                .filter(i -> i < count)
                .toArray()) {
            assertThat(verify(large.lines().get(line), large.receiptOf(line), large.trusted()))
                    .as("line " + line + " of " + count)
                    .isInstanceOf(Verdict.Valid.class);
        }
    }

    static List<String> fieldsOfALine() {
        return ChangedLines.fields();
    }

    @ParameterizedTest
    @MethodSource("fieldsOfALine")
    void aLineWithAnyFieldChangedIsRefused(String field) throws Exception {
        for (SettlementLine line : ChangedLines.of(settled.lines().get(5), field)) {
            assertThat(verify(line, settled.receiptOf(5))).as(line.toString()).isInstanceOf(Verdict.Invalid.class);
        }
    }

    @Test
    void aLineThatIsChangedConsistentlyDoesNotStandUnderTheRoot() {
        Verdict verdict = verify(doubled(4), settled.receiptOf(4));

        assertRefused(verdict, VerificationStep.SETTLEMENT_ROOT, "line 4 does not stand under the settlement root");
        assertThat(verdict.proved()).singleElement().asString().contains("is in its leaf");
    }

    @Test
    void amountsThatNoNumberHoldsAreRefused() {
        SettlementLine line = SettlementLine.newBuilder(settled.lines().get(4)).build();
        line.setQuantityWh(Long.MAX_VALUE);

        assertRefused(verify(line, settled.receiptOf(4)), VerificationStep.LINE, "no amount that a number holds");
    }

    @Test
    void theReceiptOfAnotherLineProvesNothing() {
        assertRefused(
                verify(settled.lines().get(4), settled.receiptOf(5)), VerificationStep.RECEIPT, "not of this one");
    }

    @Test
    void theReceiptOfAnotherLineUnderThisLinesIdProvesNothing() {
        LineReceipt other = settled.receiptOf(5);
        SettlementLine line = settled.lines().get(4);

        assertRefused(
                verify(line, LineReceipt.of(line, other.place(), other.proof())),
                VerificationStep.RECEIPT,
                "of the line at 5, not at 4");
    }

    @Test
    void anotherSettlementsReceiptProvesNothing() {
        ProvenSettlement other = ProvenSettlement.ofLines(LINES - 1);
        SettlementLine line = settled.lines().get(LINES - 2);
        LineReceipt receipt = other.receiptOf(LINES - 2);

        // the same line in a smaller settlement, decided on another chain by others
        assertRefused(verify(line, receipt), VerificationStep.TRUST, "");
        assertThat(verify(line, receipt, other.trusted())).isInstanceOf(Verdict.Valid.class);
        assertThat(verify(settled.lines().get(4), settled.receiptOf(4), other.trusted()))
                .isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void aDisputedSettlementProvesNoLine() {
        ProvenSettlement disputed = ProvenSettlement.disputed(3);

        assertRefused(
                verify(disputed.lines().get(0), disputed.receiptOf(0), disputed.trusted()),
                VerificationStep.OUTCOME,
                "agents computed another settlement");
    }

    @Test
    void withoutTrustedTermsOfTheAreaNothingIsSaidAboutItsCurrency() {
        TrustedFile withoutTerms = new TrustedFile(settled.trusted().state(), new TreeMap<>());

        assertRefused(
                verify(settled.lines().get(0), settled.receiptOf(0), withoutTerms),
                VerificationStep.LINE,
                "no terms of its area");
    }

    /** Whatever byte of either proof is another, the receipt is none or proves nothing. */
    @Test
    void aReceiptWithAnyByteOfItsProofsFlippedIsRefused() {
        SettlementLine line = settled.lines().get(9);
        LineReceipt receipt = settled.receiptOf(9);
        LineVerifier verifier = new LineVerifier(Ed25519Verifiers.best()::verify, settled.trusted());
        byte[] place = receipt.place().toBytes();
        for (int i = 0; i < place.length; i++) {
            byte[] flipped = flipped(place, i);
            assertRefusedSomehow(
                    () -> verifier.verify(line, LineReceipt.of(line, LineProof.of(flipped), receipt.proof())),
                    "byte " + i + " of the line's proof");
        }
        byte[] proof = receipt.proof().toBytes();
        for (int i = 0; i < proof.length; i++) {
            byte[] flipped = flipped(proof, i);
            assertRefusedSomehow(
                    () -> verifier.verify(line, LineReceipt.of(line, receipt.place(), ReceiptProof.of(flipped))),
                    "byte " + i + " of the receipt's proof");
        }
        assertThat(verifier.verify(line, receipt)).isInstanceOf(Verdict.Valid.class);
    }

    /** A verifier to which every line of the settlement is proved already. */
    private static LineVerifier knowing() {
        LineVerifier verifier = new LineVerifier(Ed25519Verifiers.best()::verify, settled.trusted());
        for (int i = 0; i < LINES; i++) {
            assertThat(verifier.verify(settled.lines().get(i), settled.receiptOf(i)))
                    .isInstanceOf(Verdict.Valid.class);
        }
        return verifier;
    }

    /** Says what a verifier says that knows nothing; the step at which it refuses, or null. */
    private static @Nullable VerificationStep assertSameAsUnknowing(
            LineVerifier knowing, SettlementLine line, LineReceipt receipt, String what) {
        Verdict known = knowing.verify(line, receipt);
        Verdict fresh = new LineVerifier(Ed25519Verifiers.best()::verify, settled.trusted()).verify(line, receipt);
        assertThat(known.getClass()).as(what).isEqualTo(fresh.getClass());
        assertThat(known.proved()).as(what).isEqualTo(fresh.proved());
        if (known instanceof Verdict.Invalid invalid && fresh instanceof Verdict.Invalid expected) {
            assertThat(invalid.reason()).as(what).isEqualTo(expected.reason());
            assertThat(invalid.step()).as(what).isEqualTo(expected.step());
            return invalid.step();
        }
        return null;
    }

    @Test
    void anAlteredReceiptIsRefusedAsBeforeWhenAllLinesOfItsBlockAreKnown() {
        LineVerifier knowing = knowing();
        SettlementLine line = settled.lines().get(9);
        LineReceipt receipt = settled.receiptOf(9);
        byte[] place = receipt.place().toBytes();
        int refused = 0;
        for (int i = 0; i < place.length; i++) {
            LineProof other;
            try {
                other = LineProof.of(flipped(place, i));
            } catch (IllegalArgumentException malformed) {
                continue;
            }
            LineReceipt altered = LineReceipt.of(line, other, receipt.proof());
            assertThat(assertSameAsUnknowing(knowing, line, altered, "byte " + i + " of the line's proof"))
                    .isIn(VerificationStep.SETTLEMENT_ROOT, VerificationStep.RECEIPT);
            refused++;
        }
        assertThat(refused)
                .as("bytes whose change leaves a proof")
                .isGreaterThan(receipt.place().path().siblings().size() * 32);
        byte[] proof = receipt.proof().toBytes();
        for (int i = 0; i < proof.length; i++) {
            ReceiptProof other;
            try {
                other = ReceiptProof.of(flipped(proof, i));
            } catch (IllegalArgumentException malformed) {
                continue;
            }
            LineReceipt altered = LineReceipt.of(line, receipt.place(), other);
            assertThat(assertSameAsUnknowing(knowing, line, altered, "byte " + i + " of the receipt's proof"))
                    .isNotNull();
        }
        assertThat(knowing.verify(line, receipt)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aSecondLineAtAKnownPlaceIsRefusedAsBefore() {
        LineVerifier knowing = knowing();
        for (int i = 0; i < LINES; i++) {
            assertThat(assertSameAsUnknowing(knowing, doubled(i), settled.receiptOf(i), "line " + i))
                    .isEqualTo(VerificationStep.SETTLEMENT_ROOT);
        }
    }

    /** A receipt of the same item and block and the same proof, over other leaves. */
    @Test
    void aBlockWithOtherLeavesProvesNothingAfterTheHonestOne() throws Exception {
        LineVerifier knowing = knowing();
        int changed = 4;
        byte[] leaf = SettledLine.of(doubled(changed), ProvenSettlement.TERMS).leafHash();
        Receipt honest = settled.receipts().get(0);
        byte[] leaves = new byte[honest.getLeafHashes().remaining()];
        honest.getLeafHashes().duplicate().get(leaves);
        System.arraycopy(leaf, 0, leaves, changed * leaf.length, leaf.length);
        BlockReceipt block = BlockReceipt.of(Receipt.newBuilder(honest)
                .setLeafHashes(ByteBuffer.wrap(leaves))
                .build());
        for (int i = 0; i < LINES; i++) {
            SettlementLine line = i == changed ? doubled(i) : settled.lines().get(i);
            assertThat(assertSameAsUnknowing(knowing, line, block.of(line), "line " + i))
                    .isEqualTo(VerificationStep.SETTLEMENT_ROOT);
        }
        assertThat(knowing.verify(settled.lines().get(changed), settled.receiptOf(changed)))
                .isInstanceOf(Verdict.Valid.class);
    }

    /** A receipt of the same item and block on another chain: its root is another, so that the known leaves stand nowhere. */
    @Test
    void whatIsKnownOfAnItemSaysNothingOfAnotherSettlementOfIt() {
        LineVerifier knowing = knowing();
        ProvenSettlement other = ProvenSettlement.ofLines(LINES - 1);
        ReceiptProof claim = other.receiptOf(0).proof();
        assertThat(claim.outcome().outcome().item())
                .isEqualTo(settled.receiptOf(0).proof().outcome().outcome().item());
        for (int i = 0; i < LINES - 1; i++) {
            SettlementLine line = settled.lines().get(i);
            LineReceipt own = settled.receiptOf(i);
            List<byte[]> siblings = own.place().path().siblings();
            LineReceipt mixed = LineReceipt.of(line, new LineProof(new MerklePath(0, i, LINES - 1, siblings)), claim);
            assertThat(assertSameAsUnknowing(knowing, line, mixed, "line " + i))
                    .isEqualTo(VerificationStep.SETTLEMENT_ROOT);
            assertThat(assertSameAsUnknowing(knowing, line, other.receiptOf(i), "line " + i))
                    .as("its own path, on a chain that is not trusted")
                    .isEqualTo(VerificationStep.TRUST);
        }
    }

    /** A line of twice the energy, right in itself. */
    private static SettlementLine doubled(int index) {
        SettlementLine line =
                SettlementLine.newBuilder(settled.lines().get(index)).build();
        line.setQuantityWh(line.getQuantityWh() * 2);
        line.setAmountNano(line.getAmountNano() * 2);
        line.setDeltaNano(line.getDeltaNano() * 2);
        return line;
    }

    private static byte[] flipped(byte[] bytes, int index) {
        byte[] other = bytes.clone();
        other[index] ^= 1;
        return other;
    }

    private static void assertRefusedSomehow(Supplier<Verdict> verification, String what) {
        Verdict verdict;
        try {
            verdict = verification.get();
        } catch (IllegalArgumentException malformed) {
            return;
        }
        assertThat(verdict).as(what).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void aReceiptInJsonComesBackAsItWas() throws Exception {
        LineReceipt receipt = settled.receiptOf(3);

        LineReceipt read = LineReceipt.of(receipt.toJson());

        assertThat(read.toJson()).isEqualTo(receipt.toJson());
        assertThat(verify(settled.lines().get(3), read)).isInstanceOf(Verdict.Valid.class);
    }

    /** Whoever reads the readable fields only must not read something else than what is proved. */
    @Test
    void aReadableFieldOfAReceiptThatSaysSomethingElseIsRefused() throws Exception {
        ObjectNode json = StrictJson.object(settled.receiptOf(3).toJson());
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (field.getKey().equals("lineId") || field.getKey().equals("settlementId")) {
                continue; // what they must be, the line says
            }
            ObjectNode changed = json.deepCopy();
            if (field.getValue().isTextual()) {
                changed.put(field.getKey(), "x" + field.getValue().textValue());
            } else {
                changed.put(field.getKey(), field.getValue().longValue() + 1);
            }
            assertThatThrownBy(() -> LineReceipt.of(changed.toString()))
                    .as(field.getKey())
                    .isInstanceOf(MalformedFileException.class);
        }
        assertThatThrownBy(
                        () -> LineReceipt.of(json.deepCopy().put("note", "paid").toString()))
                .hasMessageContaining("unknown field note");
        assertThatThrownBy(
                        () -> LineReceipt.of(json.deepCopy().without("status").toString()))
                .hasMessageContaining("status is missing");
    }

    @Test
    void aTrustedFileComesBackAsItWasAndKnowsWhatBelongsToItsHash() throws Exception {
        String text = settled.trusted().toJson();

        assertThat(TrustedFile.of(text)).isEqualTo(settled.trusted());
        assertThatThrownBy(() -> TrustedFile.of(text.replace("\"power\" : 10", "\"power\" : 11")))
                .isInstanceOf(MalformedFileException.class);
        assertThatThrownBy(() -> TrustedFile.of(text.replace("\"EUR\"", "\"\"")))
                .hasMessageContaining("area-001");
        assertThatThrownBy(() -> TrustedFile.of("{}")).hasMessageContaining("areas");
    }

    @Test
    void aReceiptRecordThatContradictsItsProofIsRefused() {
        Receipt receipt = settled.receipts().get(0);
        List<Receipt> changed = List.of(
                Receipt.newBuilder(receipt).setAreaMrid("area-002").build(),
                Receipt.newBuilder(receipt)
                        .setPeriodStart(receipt.getPeriodStart().plusMillis(1))
                        .build(),
                Receipt.newBuilder(receipt).setRun(SettlementRun.METERED).build(),
                Receipt.newBuilder(receipt).setRevision(1).build(),
                Receipt.newBuilder(receipt).setStatus(LedgerStatus.DISPUTED).build(),
                Receipt.newBuilder(receipt)
                        .setSettlementRoot(ByteBuffer.wrap(new byte[32]))
                        .build(),
                Receipt.newBuilder(receipt).setSettlementLines(LINES + 1).build(),
                Receipt.newBuilder(receipt).setFirstLineIndex(1).build(),
                Receipt.newBuilder(receipt)
                        .setLeafHashes(ByteBuffer.wrap(new byte[33]))
                        .build(),
                Receipt.newBuilder(receipt)
                        .setProof(ByteBuffer.wrap(new byte[10]))
                        .build());
        for (Receipt other : changed) {
            assertThatThrownBy(() -> BlockReceipt.of(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aReceiptHasAsManyLinesAsTheBridgePutsIntoOne() {
        assertThat(BlockReceipt.MOST_LINES).isEqualTo(io.gridclear.bridge.replay.LineLeaves.BLOCK_LEAVES);
    }
}
