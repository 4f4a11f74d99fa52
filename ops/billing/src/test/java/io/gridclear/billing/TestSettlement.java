package io.gridclear.billing;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.settlement.ChargeType;
import io.gridclear.market.settlement.Direction;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.settlement.SettlementPeriod;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs of one area and period, as application and bridge publish them; each trade has a line for its seller and one for its
 * buyer. A run that comes after another says the deltas against it. Receipts bear leaves, but no proof.
 */
public final class TestSettlement {

    /** Half past one in the morning of a summer's day in Berlin. */
    public static final long PERIOD_START =
            Instant.parse("2026-07-01T23:30:00Z").toEpochMilli();

    public static final String ZONE = "Europe/Berlin";
    private static final long PERIOD_MS = 900_000;

    private final String area;
    private final long periodStart;
    private final List<SettlementLine> lines = new ArrayList<>();
    private final MerkleTree tree = new MerkleTree(new Sha256());
    private final ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    private final SettlementRun run;
    private final @Nullable TestSettlement rests;
    private final Map<String, Long> before;
    private final Map<String, Long> balances = new HashMap<>();

    private TestSettlement(String area, long periodStart, SettlementRun run, @Nullable TestSettlement before) {
        this.area = area;
        this.periodStart = periodStart;
        this.run = run;
        this.rests = before;
        this.before = before == null ? Map.of() : before.balances;
    }

    /** The INITIAL run. */
    public static TestSettlement initial(String area, long periodStart) {
        return new TestSettlement(area, periodStart, SettlementRun.INITIAL, null);
    }

    /** A run after this one. */
    public TestSettlement next(SettlementRun later) {
        return new TestSettlement(area, periodStart, later, this);
    }

    /** A trade at a price, or what became of it in this run. */
    public TestSettlement trade(int number, String seller, String buyer, long quantityWh, long price) {
        String reference = area + "/" + periodStart + "/" + number;
        line(seller, buyer, ChargeType.ENERGY, Direction.CREDIT, quantityWh, price, reference, false);
        line(buyer, seller, ChargeType.ENERGY, Direction.DEBIT, quantityWh, price, reference, false);
        return this;
    }

    /** Energy that a participant sold to the grid, mirrored by the grid. */
    public TestSettlement soldToGrid(String seller, long quantityWh, long price, boolean estimated) {
        String reference = area + "/" + periodStart + "/residual/" + seller;
        line(seller, "grid", ChargeType.GRID_ENERGY, Direction.CREDIT, quantityWh, price, reference, estimated);
        line("grid", seller, ChargeType.GRID_ENERGY, Direction.DEBIT, quantityWh, price, reference, estimated);
        return this;
    }

    /** A line of any kind. */
    public void line(
            String participant,
            String counterparty,
            ChargeType charge,
            Direction direction,
            long quantityWh,
            long price,
            String reference,
            boolean estimated) {
        Sha256 sha256 = new Sha256();
        CanonicalWriter writer = new CanonicalWriter();
        SettlementPeriod period = new SettlementPeriod(area, periodStart, PERIOD_MS, "EUR", ZONE);
        io.gridclear.market.settlement.SettlementLine plain = new io.gridclear.market.settlement.SettlementLine(
                period,
                run,
                lines.size(),
                participant,
                counterparty,
                new OrderRef("order", "point-" + participant, participant),
                charge,
                direction,
                quantityWh,
                price,
                reference,
                estimated,
                0);
        byte[] lineId = plain.lineId(writer, sha256);
        String id = io.gridclear.market.settlement.SettlementLine.hex(lineId);
        long delta = plain.balanceNano() - before.getOrDefault(id, 0L);
        balances.put(id, plain.balanceNano());
        io.gridclear.market.settlement.SettlementLine line = new io.gridclear.market.settlement.SettlementLine(
                period,
                run,
                lines.size(),
                participant,
                counterparty,
                plain.order(),
                charge,
                direction,
                quantityWh,
                price,
                reference,
                estimated,
                delta);
        lines.add(OutcomeRecords.toRecord(
                line, lineId, line.settlementId(lineId, writer, sha256), SettlementDay.of(period)));
        byte[] leaf = MerkleTree.leafHash(line.write(writer, lineId), sha256);
        tree.add(leaf);
        leaves.writeBytes(leaf);
    }

    /** Whether it is of an INITIAL run. */
    public boolean isInitial() {
        return run.equals(SettlementRun.INITIAL);
    }

    /** Its lines, in their order. */
    public List<SettlementLine> lines() {
        return List.copyOf(lines);
    }

    /** What the application says of an INITIAL run. */
    public ClearingResult clearing() {
        long debit = sum(io.gridclear.schemas.avro.Direction.DEBIT);
        return ClearingResult.newBuilder()
                .setAreaMrid(area)
                .setPeriodStart(Instant.ofEpochMilli(periodStart))
                .setRuleVersion(1)
                .setTerms(PeriodTerms.newBuilder().setTimeZone(ZONE).build())
                .setSettlementLines(lines.size())
                .setDebitNano(debit)
                .setCreditNano(sum(io.gridclear.schemas.avro.Direction.CREDIT))
                .setSettlementRoot(ByteBuffer.wrap(tree.root()))
                .setTradesRoot(ByteBuffer.wrap(new byte[32]))
                .setInputHash(ByteBuffer.wrap(new byte[32]))
                .setPublishedAt(Instant.ofEpochMilli(periodStart))
                .build();
    }

    /** What the application says of a METERED or CORRECTION run; what counted before and after is its own root and that before. */
    public SettlementRunResult totals() {
        TestSettlement initial = this;
        for (TestSettlement earlier = rests; earlier != null; earlier = earlier.rests) {
            initial = earlier;
        }
        return SettlementRunResult.newBuilder()
                .setAreaMrid(area)
                .setPeriodStart(Instant.ofEpochMilli(periodStart))
                .setRun(io.gridclear.schemas.avro.SettlementRun.valueOf(
                        run.kind().name()))
                .setRevision(run.revision())
                .setRuleVersion(1)
                .setTerms(PeriodTerms.newBuilder().setTimeZone(ZONE).build())
                .setInitialRoot(ByteBuffer.wrap(initial.tree.root()))
                .setInputHash(ByteBuffer.wrap(new byte[32]))
                .setStateBefore(ByteBuffer.wrap(rests == null ? new byte[32] : rests.tree.root()))
                .setStateAfter(ByteBuffer.wrap(tree.root()))
                .setChangedLines(
                        lines.stream().filter(line -> line.getDeltaNano() != 0).count())
                .setSettlementLines(lines.size())
                .setDebitNano(sum(io.gridclear.schemas.avro.Direction.DEBIT))
                .setCreditNano(sum(io.gridclear.schemas.avro.Direction.CREDIT))
                .setSettlementRoot(ByteBuffer.wrap(tree.root()))
                .setPublishedAt(Instant.ofEpochMilli(periodStart))
                .build();
    }

    /** What the ledger says of it: one receipt, for it has less than 4,096 lines. */
    public Receipt receipt(LedgerStatus status) {
        return Receipt.newBuilder()
                .setAreaMrid(area)
                .setPeriodStart(Instant.ofEpochMilli(periodStart))
                .setRun(io.gridclear.schemas.avro.SettlementRun.valueOf(
                        run.kind().name()))
                .setRevision(run.revision())
                .setStatus(status)
                .setSettlementRoot(ByteBuffer.wrap(tree.root()))
                .setSettlementLines(lines.size())
                .setLeafHashes(ByteBuffer.wrap(status == LedgerStatus.FINAL ? leaves.toByteArray() : new byte[0]))
                .setChainId("chain")
                .setDecidedHeight(7)
                .build();
    }

    private long sum(io.gridclear.schemas.avro.Direction direction) {
        return lines.stream()
                .filter(line -> line.getDirection() == direction)
                .mapToLong(SettlementLine::getAmountNano)
                .sum();
    }
}
