package io.gridclear.ops.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.verify.LineReceipt;
import io.gridclear.verify.LineVerifier;
import io.gridclear.verify.ProvenSettlement;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReceiptAuditTest {

    private static final int LINES = 6;

    private static ProvenSettlement settled;
    private static long start;

    private final List<LineReceipt> proved = new ArrayList<>();

    @BeforeAll
    static void settle() {
        settled = ProvenSettlement.ofLines(LINES);
        start = settled.lines().get(0).getPeriodStart().toEpochMilli();
    }

    private ItemAudit audit(ProvenSettlement settlement, List<? extends SpecificRecord> records) {
        ReceiptAudit audit = new ReceiptAudit(
                start, start + 1, new LineVerifier(Ed25519Verifiers.best()::verify, settlement.trusted()), proved::add);
        audit.take(ClearingResult.newBuilder()
                .setAreaMrid("area-001")
                .setPeriodStart(Instant.ofEpochMilli(start))
                .build());
        records.forEach(audit::take);
        assertThat(audit.items()).hasSize(1);
        return audit.clearings(start).iterator().next();
    }

    private static List<SpecificRecord> together(List<SettlementLine> lines, List<Receipt> receipts) {
        List<SpecificRecord> all = new ArrayList<>(lines);
        all.addAll(receipts);
        return all;
    }

    @Test
    void everyLineIsVerifiedWhicheverTopicComesFirst() {
        List<SpecificRecord> receiptsFirst = new ArrayList<>(settled.receipts());
        receiptsFirst.addAll(settled.lines());

        for (List<SpecificRecord> records : List.of(together(settled.lines(), settled.receipts()), receiptsFirst)) {
            proved.clear();
            ItemAudit item = audit(settled, records);

            assertThat(item.failure()).isNull();
            assertThat(item.isFinal()).isTrue();
            assertThat(item.verifiedLines()).isEqualTo(LINES);
            assertThat(proved).hasSize(LINES);
        }
    }

    @Test
    void aClearingWithoutAReceiptIsNotFinal() {
        ItemAudit item = audit(settled, settled.lines());

        assertThat(item.isFinal()).isFalse();
        assertThat(item.failure()).isEqualTo("no receipt was published");
        assertThat(item.verifiedLines()).isZero();
    }

    /** Every run has receipts of its own: those of the other two do not stand in for one that is missing. */
    @Test
    void aLaterRunWithoutItsReceiptIsNotFinalThoughTheOthersAre() {
        List<ProvenSettlement> runs = ProvenSettlement.ofRuns();
        for (int missing = 0; missing < runs.size(); missing++) {
            ReceiptAudit audit = new ReceiptAudit(
                    start,
                    start + 1,
                    new LineVerifier(
                            Ed25519Verifiers.best()::verify, runs.get(0).trusted()),
                    proved::add);
            for (int run = 0; run < runs.size(); run++) {
                runs.get(run).lines().forEach(audit::take);
                if (run != missing) {
                    runs.get(run).receipts().forEach(audit::take);
                }
            }
            int without = missing;
            assertThat(audit.items())
                    .hasSize(runs.size())
                    .filteredOn(item -> !item.isFinal())
                    .singleElement()
                    .satisfies(item -> {
                        SettlementLine line = runs.get(without).lines().get(0);
                        assertThat(item.key().run()).isEqualTo(line.getRun());
                        assertThat(item.failure()).isEqualTo("no receipt was published");
                        assertThat(item.verifiedLines()).isZero();
                    });
        }
    }

    @Test
    void aDisputedClearingProvesNothing() {
        ProvenSettlement disputed = ProvenSettlement.disputed(LINES);

        ItemAudit item = audit(disputed, together(disputed.lines(), disputed.receipts()));

        assertThat(item.isDisputed()).isTrue();
        assertThat(item.isFinal()).isFalse();
        assertThat(item.verifiedLines()).isZero();
        assertThat(proved).isEmpty();
    }

    @Test
    void aLineThatWasPublishedOtherwiseThanDecidedIsNamed() {
        List<SettlementLine> lines = new ArrayList<>(settled.lines());
        SettlementLine other = SettlementLine.newBuilder(lines.get(2)).build();
        other.setCounterpartyMrid("mallory");
        lines.set(2, other);

        ItemAudit item = audit(settled, together(lines, settled.receipts()));

        assertThat(item.verifiedLines()).isEqualTo(LINES - 1);
        assertThat(item.failure()).contains(other.getLineId()).contains("settlement root");
    }

    @Test
    void aMissingLineIsMissed() {
        ItemAudit item = audit(settled, together(settled.lines().subList(0, LINES - 1), settled.receipts()));

        assertThat(item.verifiedLines()).isZero();
        assertThat(item.failure()).isEqualTo("5 lines were published, and receipts of 6 of 6");
    }

    @Test
    void aLineThatWasPublishedTwiceIsOneTooMany() {
        List<SettlementLine> lines = new ArrayList<>(settled.lines());
        lines.add(lines.get(0));

        assertThat(audit(settled, together(lines, List.of())).failure()).isNotNull();
        assertThat(audit(settled, together(lines, settled.receipts())).failure())
                .isNotNull();
    }

    @Test
    void aReceiptThatWasPublishedTwiceIsNoticed() {
        List<Receipt> twice = new ArrayList<>(settled.receipts());
        twice.addAll(settled.receipts());

        assertThat(audit(settled, together(settled.lines(), twice)).failure()).contains("was published twice");
    }

    @Test
    void aSecondOutcomeIsNoticed() {
        ProvenSettlement other = ProvenSettlement.ofLines(LINES + 1);
        List<Receipt> both = new ArrayList<>(settled.receipts());
        both.addAll(other.receipts());

        assertThat(audit(settled, together(settled.lines(), both)).failure()).contains("it has two outcomes");
    }

    @Test
    void whatIsNoReceiptIsNoticed() {
        Receipt broken = Receipt.newBuilder(settled.receipts().get(0))
                .setProof(ByteBuffer.wrap(new byte[3]))
                .build();

        assertThat(audit(settled, together(settled.lines(), List.of(broken))).failure())
                .contains("a receipt of it is none");
    }

    @Test
    void otherPeriodsPassBy() {
        SettlementLine other = SettlementLine.newBuilder(settled.lines().get(0))
                .setPeriodStart(Instant.ofEpochMilli(start + 1))
                .build();

        assertThat(audit(settled, List.of(other)).publishedLines()).isZero();
    }
}
