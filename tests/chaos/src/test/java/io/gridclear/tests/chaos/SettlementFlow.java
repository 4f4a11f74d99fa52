package io.gridclear.tests.chaos;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.TestProducer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;

/** Settlements as application and bridge publish them, period after period, and records that are none between them. */
final class SettlementFlow {

    private static final long PERIOD_MS = 900_000;
    private static final String AREA = "area-1";

    private final TestProducer producer;
    private final Random random;
    private long periodStart = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
    private long lines;

    SettlementFlow(TestProducer producer, Random random) {
        this.producer = producer;
        this.random = random;
    }

    /** One more period with so many trades of two lines, one line of which comes twice. */
    void publishPeriod(int trades) {
        Sha256 sha256 = new Sha256();
        CanonicalWriter writer = new CanonicalWriter();
        SettlementPeriod period = new SettlementPeriod(AREA, periodStart, PERIOD_MS, "EUR", "UTC");
        MerkleTree tree = new MerkleTree(sha256);
        ByteArrayOutputStream leaves = new ByteArrayOutputStream();
        long debit = 0;
        for (int index = 0; index < 2 * trades; index++) {
            Direction direction = index % 2 == 0 ? Direction.CREDIT : Direction.DEBIT;
            String participant = (direction == Direction.CREDIT ? "seller-" : "buyer-") + index / 2 % 40;
            SettlementLine line = SettlementLine.initial(
                    period,
                    index,
                    participant,
                    "peer",
                    new OrderRef("order", "point-" + participant, participant),
                    ChargeType.ENERGY,
                    direction,
                    1_000 + index / 2,
                    520_000,
                    AREA + "/" + periodStart + "/" + index / 2);
            byte[] lineId = line.lineId(writer, sha256);
            io.gridclear.schemas.avro.SettlementLine record = OutcomeRecords.toRecord(
                    line, lineId, line.settlementId(lineId, writer, sha256), SettlementDay.of(period));
            producer.send(TopicCatalogue.SETTLEMENT_LINES, participant, record);
            if (index == 0) {
                producer.send(TopicCatalogue.SETTLEMENT_LINES, participant, record);
            }
            byte[] leaf = MerkleTree.leafHash(line.write(writer, lineId), sha256);
            tree.add(leaf);
            leaves.writeBytes(leaf);
            debit += direction == Direction.DEBIT ? line.amountNano() : 0;
        }
        lines += 2L * trades;
        producer.sendBytes(
                TopicCatalogue.SETTLEMENT_LINES.name(),
                "key-" + random.nextInt(100),
                random.nextBoolean() ? null : "no record".getBytes(StandardCharsets.UTF_8));
        producer.send(
                TopicCatalogue.CLEARINGS,
                AREA,
                ClearingResult.newBuilder()
                        .setAreaMrid(AREA)
                        .setPeriodStart(Instant.ofEpochMilli(periodStart))
                        .setTerms(PeriodTerms.newBuilder().build())
                        .setSettlementLines(2L * trades)
                        .setDebitNano(debit)
                        .setCreditNano(debit)
                        .setSettlementRoot(ByteBuffer.wrap(tree.root()))
                        .build());
        producer.send(
                TopicCatalogue.RECEIPTS,
                AREA,
                Receipt.newBuilder()
                        .setAreaMrid(AREA)
                        .setPeriodStart(Instant.ofEpochMilli(periodStart))
                        .setRun(SettlementRun.INITIAL)
                        .setStatus(LedgerStatus.FINAL)
                        .setSettlementRoot(ByteBuffer.wrap(tree.root()))
                        .setSettlementLines(2L * trades)
                        .setLeafHashes(ByteBuffer.wrap(leaves.toByteArray()))
                        .build());
        producer.flush();
        periodStart += PERIOD_MS;
    }

    /** Different lines that were published. */
    long lines() {
        return lines;
    }
}
