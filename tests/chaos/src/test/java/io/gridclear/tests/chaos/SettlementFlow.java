package io.gridclear.tests.chaos;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.TestProducer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Settlements as application and bridge publish them, period after period, and records that are none between them. */
final class SettlementFlow {

    private static final long PERIOD_MS = 900_000;
    private static final String AREA = "area-1";
    private static final long PRICE = 520_000;

    private final TestProducer producer;
    private final Random random;
    private long periodStart = Instant.parse("2026-07-01T00:00:00Z").toEpochMilli();
    private long lines;
    private int runs;

    SettlementFlow(TestProducer producer, Random random) {
        this.producer = producer;
        this.random = random;
    }

    /** One more period with so many trades of two lines, cleared and metered; one line comes twice, and one record is none. */
    void publishPeriod(int trades) {
        SettlementPeriod period = new SettlementPeriod(AREA, periodStart, PERIOD_MS, "EUR", "UTC");
        Run initial = new Run(period, SettlementRun.INITIAL);
        Run metered = new Run(period, SettlementRun.METERED);
        for (int trade = 0; trade < trades; trade++) {
            long quantityWh = 1_000 + trade;
            initial.trade(trade, quantityWh, quantityWh);
            metered.trade(trade, trade % 7 == 0 ? quantityWh / 2 : quantityWh, quantityWh);
        }
        producer.send(TopicCatalogue.SETTLEMENT_LINES, "a-repeat", initial.first());
        producer.sendBytes(
                TopicCatalogue.SETTLEMENT_LINES.name(),
                "key-" + random.nextInt(100),
                random.nextBoolean() ? null : "no record".getBytes(StandardCharsets.UTF_8));
        producer.send(TopicCatalogue.CLEARINGS, AREA, initial.clearing());
        producer.send(TopicCatalogue.SETTLEMENT_RUNS, AREA, metered.after(initial));
        producer.send(TopicCatalogue.RECEIPTS, AREA, initial.receipt());
        producer.send(TopicCatalogue.RECEIPTS, AREA, metered.receipt());
        producer.flush();
        lines += 4L * trades;
        runs += 2;
        periodStart += PERIOD_MS;
    }

    /** One run, its lines published as they are made. */
    private final class Run {
        private final SettlementPeriod period;
        private final SettlementRun run;
        private final Sha256 sha256 = new Sha256();
        private final CanonicalWriter writer = new CanonicalWriter();
        private final MerkleTree tree = new MerkleTree(sha256);
        private final ByteArrayOutputStream leaves = new ByteArrayOutputStream();
        private final List<io.gridclear.schemas.avro.SettlementLine> records = new ArrayList<>();
        private long debitNano;
        private long changed;

        Run(SettlementPeriod period, SettlementRun run) {
            this.period = period;
            this.run = run;
        }

        /** A seller's and a buyer's line. */
        void trade(int number, long quantityWh, long quantityBeforeWh) {
            String seller = "seller-" + number % 40;
            String buyer = "buyer-" + number % 40;
            line(number, seller, buyer, Direction.CREDIT, quantityWh, quantityBeforeWh);
            line(number, buyer, seller, Direction.DEBIT, quantityWh, quantityBeforeWh);
            debitNano += quantityWh * PRICE;
        }

        private void line(
                int trade,
                String participant,
                String peer,
                Direction direction,
                long quantityWh,
                long quantityBeforeWh) {
            long delta = run.equals(SettlementRun.INITIAL)
                    ? direction.signed(quantityWh * PRICE)
                    : direction.signed((quantityWh - quantityBeforeWh) * PRICE);
            changed += delta == 0 ? 0 : 1;
            SettlementLine line = new SettlementLine(
                    period,
                    run,
                    records.size(),
                    participant,
                    peer,
                    new OrderRef("order", "point-" + participant, participant),
                    ChargeType.ENERGY,
                    direction,
                    quantityWh,
                    PRICE,
                    AREA + "/" + period.periodStart() + "/" + trade,
                    false,
                    delta);
            byte[] lineId = line.lineId(writer, sha256);
            io.gridclear.schemas.avro.SettlementLine record = OutcomeRecords.toRecord(
                    line, lineId, line.settlementId(lineId, writer, sha256), SettlementDay.of(period));
            producer.send(TopicCatalogue.SETTLEMENT_LINES, participant, record);
            records.add(record);
            byte[] leaf = MerkleTree.leafHash(line.write(writer, lineId), sha256);
            tree.add(leaf);
            leaves.writeBytes(leaf);
        }

        io.gridclear.schemas.avro.SettlementLine first() {
            return records.get(0);
        }

        ClearingResult clearing() {
            return ClearingResult.newBuilder()
                    .setAreaMrid(AREA)
                    .setPeriodStart(Instant.ofEpochMilli(period.periodStart()))
                    .setTerms(PeriodTerms.newBuilder().build())
                    .setSettlementLines(records.size())
                    .setDebitNano(debitNano)
                    .setCreditNano(debitNano)
                    .setSettlementRoot(ByteBuffer.wrap(tree.root()))
                    .build();
        }

        SettlementRunResult after(Run initial) {
            return SettlementRunResult.newBuilder()
                    .setAreaMrid(AREA)
                    .setPeriodStart(Instant.ofEpochMilli(period.periodStart()))
                    .setRun(io.gridclear.schemas.avro.SettlementRun.valueOf(
                            run.kind().name()))
                    .setRevision(run.revision())
                    .setTerms(PeriodTerms.newBuilder().build())
                    .setInitialRoot(ByteBuffer.wrap(initial.tree.root()))
                    .setStateBefore(ByteBuffer.wrap(initial.tree.root()))
                    .setStateAfter(ByteBuffer.wrap(tree.root()))
                    .setChangedLines(changed)
                    .setSettlementLines(records.size())
                    .setDebitNano(debitNano)
                    .setCreditNano(debitNano)
                    .setSettlementRoot(ByteBuffer.wrap(tree.root()))
                    .build();
        }

        Receipt receipt() {
            return Receipt.newBuilder()
                    .setAreaMrid(AREA)
                    .setPeriodStart(Instant.ofEpochMilli(period.periodStart()))
                    .setRun(io.gridclear.schemas.avro.SettlementRun.valueOf(
                            run.kind().name()))
                    .setRevision(run.revision())
                    .setStatus(LedgerStatus.FINAL)
                    .setSettlementRoot(ByteBuffer.wrap(tree.root()))
                    .setSettlementLines(records.size())
                    .setLeafHashes(ByteBuffer.wrap(leaves.toByteArray()))
                    .build();
        }
    }

    /** Runs that were published. */
    int runs() {
        return runs;
    }

    /** Different lines that were published. */
    long lines() {
        return lines;
    }
}
