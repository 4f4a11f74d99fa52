package io.gridclear.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines of METERED and CORRECTION runs: the right ones are proved, and whatever was done to one is noticed. */
class LaterRunVerifierTest {

    private static final int INITIAL = 0;
    private static final int METERED = 1;
    private static final int CORRECTION = 2;

    private static List<ProvenSettlement> runs;

    @BeforeAll
    static void settle() {
        runs = ProvenSettlement.ofRuns();
    }

    /** A line of a run, and where it stands. */
    private record Sample(int run, int index) {
        SettlementLine line() {
            return runs.get(run).lines().get(index);
        }

        LineReceipt receipt() {
            return runs.get(run).receiptOf(index);
        }
    }

    private static Sample first(int run, Predicate<SettlementLine> wanted) {
        List<SettlementLine> lines = runs.get(run).lines();
        return IntStream.range(0, lines.size())
                .filter(index -> wanted.test(lines.get(index)))
                .mapToObj(index -> new Sample(run, index))
                .findFirst()
                .orElseThrow();
    }

    /** A line that is no more: at zero, and it gives back what the run before took. */
    private static Sample vanished() {
        return first(
                CORRECTION,
                line -> line.getReference().contains("/imbalance/")
                        && line.getQuantityWh() == 0
                        && line.getDeltaNano() != 0);
    }

    private static Sample estimated() {
        return first(METERED, SettlementLine::getEstimated);
    }

    private static Sample imbalance() {
        return first(METERED, line -> line.getReference().endsWith("/imbalance/sell"));
    }

    private static Sample republished() {
        return first(METERED, line -> line.getQuantityWh() == 1_000 && line.getDeltaNano() == 0);
    }

    private static Verdict verify(SettlementLine line, LineReceipt receipt) {
        return new LineVerifier(
                        Ed25519Verifiers.bouncyCastle()::verify, runs.get(0).trusted())
                .verify(line, receipt);
    }

    private static void assertRefused(Verdict verdict, VerificationStep step, String words) {
        assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
        Verdict.Invalid invalid = (Verdict.Invalid) verdict;
        assertThat(invalid.step()).as(invalid.reason()).isEqualTo(step);
        assertThat(invalid.reason()).contains(words);
    }

    /** The line with ids that follow from its other fields, as whoever changes it would make them. */
    private static SettlementLine withOwnIds(SettlementLine line) throws VerificationException {
        io.gridclear.market.settlement.SettlementLine kernel = KernelLines.of(
                line,
                SettlementPeriod.of(ProvenSettlement.AREA, ProvenSettlement.PERIOD_START, ProvenSettlement.TERMS));
        CanonicalWriter writer = new CanonicalWriter();
        byte[] lineId = kernel.lineId(writer, new Sha256());
        line.setLineId(io.gridclear.market.settlement.SettlementLine.hex(lineId));
        line.setSettlementId(
                io.gridclear.market.settlement.SettlementLine.hex(kernel.settlementId(lineId, writer, new Sha256())));
        line.setAmountNano(kernel.amountNano());
        return line;
    }

    @Test
    void everyLineOfEveryRunIsProved() {
        for (ProvenSettlement run : runs) {
            for (int i = 0; i < run.lines().size(); i++) {
                assertThat(verify(run.lines().get(i), run.receiptOf(i)))
                        .as(run.lines().get(i).toString())
                        .isInstanceOf(Verdict.Valid.class);
            }
        }
        assertThat(runs)
                .extracting(run -> run.lines().get(0).getRun())
                .containsExactly(SettlementRun.INITIAL, SettlementRun.METERED, SettlementRun.CORRECTION);
    }

    static List<String> fieldsOfALine() {
        return ChangedLines.fields();
    }

    @ParameterizedTest
    @MethodSource("fieldsOfALine")
    void aLineOfALaterRunWithAnyFieldChangedIsRefused(String field) throws Exception {
        for (Sample sample : List.of(estimated(), imbalance(), republished(), vanished())) {
            for (SettlementLine changed : ChangedLines.of(sample.line(), field)) {
                assertThat(verify(changed, sample.receipt()))
                        .as(field + " of " + sample + ": " + changed)
                        .isInstanceOf(Verdict.Invalid.class);
            }
        }
    }

    @Test
    void whatALineChangesIsUnderTheRoot() {
        SettlementLine line = SettlementLine.newBuilder(imbalance().line()).build();
        line.setDeltaNano(0);
        assertRefused(
                verify(line, imbalance().receipt()), VerificationStep.SETTLEMENT_ROOT, "does not stand under the");
    }

    @Test
    void anEstimateIsNotPassedOffAsMeasured() {
        SettlementLine line = SettlementLine.newBuilder(estimated().line()).build();
        line.setEstimated(false);
        assertRefused(
                verify(line, estimated().receipt()), VerificationStep.SETTLEMENT_ROOT, "does not stand under the");
    }

    @Test
    void aLineThatIsNoMoreDoesNotComeBackWithItsEnergy() throws Exception {
        SettlementLine before = first(
                        METERED,
                        line -> line.getLineId().equals(vanished().line().getLineId()))
                .line();
        SettlementLine line = SettlementLine.newBuilder(vanished().line()).build();
        line.setQuantityWh(before.getQuantityWh());
        line.setDeltaNano(0);
        assertRefused(
                verify(withOwnIds(line), vanished().receipt()),
                VerificationStep.SETTLEMENT_ROOT,
                "does not stand under the");
    }

    /** The same line has the same lineId in both runs: what the ledger said of one says nothing of the other. */
    @Test
    void theReceiptOfAnotherRunProvesNothing() {
        Sample corrected = vanished();
        Sample metered =
                first(METERED, line -> line.getLineId().equals(corrected.line().getLineId()));
        assertRefused(verify(metered.line(), corrected.receipt()), VerificationStep.RECEIPT, "not of this one");
        assertRefused(verify(corrected.line(), metered.receipt()), VerificationStep.RECEIPT, "not of this one");
        LineReceipt relabelled = LineReceipt.of(
                metered.line(), corrected.receipt().place(), corrected.receipt().proof());
        assertRefused(verify(metered.line(), relabelled), VerificationStep.RECEIPT, ", the line of ");
    }

    /** Whoever owes less by an earlier run could try to have its line taken for the later one's. */
    @Test
    void aLineOfAnEarlierRunDoesNotPassForOneOfALaterRun() throws Exception {
        for (int run : new int[] {METERED, CORRECTION}) {
            SettlementLine genuine = runs.get(run).lines().get(0);
            SettlementLine line =
                    SettlementLine.newBuilder(runs.get(INITIAL).lines().get(0)).build();
            line.setRun(genuine.getRun());
            line.setRevision(genuine.getRevision());
            line.setLineIndex(genuine.getLineIndex());
            assertRefused(
                    verify(withOwnIds(line), runs.get(run).receiptOf(0)),
                    VerificationStep.SETTLEMENT_ROOT,
                    "does not stand under the");
        }
    }

    @Test
    void aReceiptOfALaterRunWithAnyByteFlippedIsRefused() {
        Sample sample = vanished();
        LineReceipt receipt = sample.receipt();
        LineVerifier verifier =
                new LineVerifier(Ed25519Verifiers.best()::verify, runs.get(0).trusted());
        byte[] place = receipt.place().toBytes();
        for (int i = 0; i < place.length; i++) {
            byte[] flipped = flipped(place, i);
            assertRefusedSomehow(
                    () -> verifier.verify(
                            sample.line(), LineReceipt.of(sample.line(), LineProof.of(flipped), receipt.proof())),
                    "byte " + i + " of the line's proof");
        }
        byte[] proof = receipt.proof().toBytes();
        for (int i = 0; i < proof.length; i++) {
            byte[] flipped = flipped(proof, i);
            assertRefusedSomehow(
                    () -> verifier.verify(
                            sample.line(), LineReceipt.of(sample.line(), receipt.place(), ReceiptProof.of(flipped))),
                    "byte " + i + " of the receipt's proof");
        }
        assertThat(verifier.verify(sample.line(), receipt)).isInstanceOf(Verdict.Valid.class);
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
}
