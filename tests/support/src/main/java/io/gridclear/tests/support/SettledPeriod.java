package io.gridclear.tests.support;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptVerdict;
import io.gridclear.engine.proof.ReceiptVerifier;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.clearing.BookReplay;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.delivery.Contract;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryReplay;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.delivery.PointRun;
import io.gridclear.market.delivery.RunHash;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.market.settlement.Trade;
import io.gridclear.records.BookEntryRecords;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.PeriodTerms;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** A period and its later runs as an honest application publishes them, without waiting for its hours to pass. */
public final class SettledPeriod {

    private static final int INPUTS_A_PART = 4;

    private final TestProducer producer;
    private final String area;
    private final Instant start;
    private final DeliveryTerms terms;
    private final List<BookEntry> entries = new ArrayList<>();
    private final List<ContractItem> items = new ArrayList<>();
    private final Map<PointKey, Contract> contracts = new TreeMap<>();
    private final Map<PointKey, PointHistory> histories = new TreeMap<>();
    private final ClearingResult clearing;

    /** Leaves of the lines of each run, hexadecimal, by the run's kind and revision. */
    private final Map<String, List<byte[]>> leaves = new LinkedHashMap<>();

    private int revision;

    /** Publishes book and clearing of a period in which every usage point has one order. */
    public SettledPeriod(TestProducer producer, String area, Instant start, List<TestPoint> points) {
        this.producer = producer;
        this.area = area;
        this.start = start;
        this.terms = new DeliveryTerms(
                area,
                start.toEpochMilli(),
                TermsRecords.toTerms(PeriodTerms.newBuilder().build()));
        entries.add(new BookEntry.PeriodOpened(next(), terms.market()));
        for (int i = 0; i < points.size(); i++) {
            TestPoint point = points.get(i);
            Bid bid = (i % 2 == 0
                            ? point.sells(start, 1_000 + i, 460_000 + 2_000L * i)
                            : point.buys(start, 900 + i, 660_000 - 2_000L * i))
                    .signed();
            entries.add(new BookEntry.OrderEntered(next(), order(point, bid)));
        }
        entries.add(new BookEntry.GateClosed(next()));
        entries.add(new BookEntry.RequoteClosed(next()));
        List<byte[]> initial = new ArrayList<>();
        BookReplay replay = new BookReplay(new ClearingJournal.Output() {
            @Override
            public void trade(Trade trade) {}

            @Override
            public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {
                initial.add(published(line, lineId, settlementId));
            }

            @Override
            public void item(ContractItem item) {
                items.add(item);
            }
        });
        entries.forEach(replay::accept);
        leaves.put("INITIAL0", initial);
        clearing = OutcomeRecords.toRecord(
                area,
                start.toEpochMilli(),
                terms.market(),
                Objects.requireNonNull(replay.outcome(), "the log ends before its last tick"),
                entries.size(),
                replay.inputHash(),
                1,
                2,
                System.currentTimeMillis());
        for (ContractItem item : items) {
            if (item instanceof ContractItem.Traded trade) {
                oblige(PointKey.of(trade.sell()), Side.SELL, trade.routedWh(), trade.curtailedWh());
                oblige(PointKey.of(trade.buy()), Side.BUY, trade.routedWh(), trade.curtailedWh());
            } else if (item instanceof ContractItem.Residual residual) {
                oblige(PointKey.of(residual.order()), residual.side(), 0, residual.quantityWh());
            }
        }
        for (BookEntry entry : entries) {
            producer.send(TopicCatalogue.BOOK, area, BookEntryRecords.toRecord(entry));
        }
        producer.send(TopicCatalogue.CLEARINGS, area, clearing);
        producer.flush();
    }

    /** Publishes a line; the bytes of its leaf. */
    private byte[] published(SettlementLine line, byte[] lineId, byte[] settlementId) {
        producer.send(
                TopicCatalogue.SETTLEMENT_LINES,
                line.participant(),
                OutcomeRecords.toRecord(line, lineId, settlementId, SettlementDay.of(terms.period())));
        return line.write(new CanonicalWriter(), lineId).toBytes();
    }

    private BookEntry.Position next() {
        return new BookEntry.Position(area, start.toEpochMilli(), entries.size(), 5_000L + entries.size());
    }

    private static BookOrder order(TestPoint point, Bid bid) {
        byte[] signature = new byte[bid.getSignature().remaining()];
        bid.getSignature().duplicate().get(signature);
        return new BookOrder(
                bid.getOrderId(),
                bid.getRevision(),
                point.mrid(),
                point.participantMrid(),
                point.registration().getBus(),
                Side.valueOf(bid.getSide().name()),
                bid.getQuantityWh(),
                bid.getPrice(),
                bid.getLimitPrice() == null ? OrderRequest.NO_LIMIT : bid.getLimitPrice(),
                bid.getCreatedAt().toEpochMilli(),
                signature,
                0,
                0);
    }

    private void oblige(PointKey point, Side side, long firmWh, long openWh) {
        contracts.put(point, contracts.getOrDefault(point, Contract.NONE).plus(side, firmWh, openWh));
    }

    /** Usage points of whose trades something was routed. */
    List<String> traded() {
        return contracts.entrySet().stream()
                .filter(entry -> entry.getValue().firmWh() > 0)
                .map(entry -> entry.getKey().usagePoint())
                .toList();
    }

    /** Publishes the next run, METERED first, on readings out of a seed. */
    public void settle(long seed) {
        Random random = new Random(seed);
        settle((point, contract) -> new MeteredEnergy(random.nextInt(2_000), random.nextInt(2_000), 900_000, false));
    }

    /** Publishes the next run, in which all deliver what they sold or bought, but one usage point nothing at all. */
    void settleWithout(String usagePoint) {
        settle((point, contract) -> {
            long wh = point.usagePoint().equals(usagePoint) ? 0 : contract.contractedWh();
            return contract.side() == Side.SELL
                    ? new MeteredEnergy(0, wh, 900_000, false)
                    : new MeteredEnergy(wh, 0, 900_000, false);
        });
    }

    private void settle(BiFunction<PointKey, Contract, MeteredEnergy> readings) {
        SettlementRun run = revision == 0 ? SettlementRun.METERED : SettlementRun.correction(revision);
        List<RunInput> inputs = new ArrayList<>();
        contracts.forEach((point, contract) -> inputs.add(new RunInput(
                point, readings.apply(point, contract), histories.getOrDefault(point, PointHistory.EMPTY))));
        DeliveryReplay replay = new DeliveryReplay(terms);
        items.forEach(replay::item);
        List<byte[]> lines = new ArrayList<>();
        DeliveryOutcome outcome = replay.run(
                run, inputs, (line, lineId, settlementId) -> lines.add(published(line, lineId, settlementId)));
        leaves.put(run.kind().name() + run.revision(), lines);
        for (int from = 0, part = 0; from < inputs.size(); from += INPUTS_A_PART, part++) {
            int to = Math.min(from + INPUTS_A_PART, inputs.size());
            SettlementInputs record =
                    DeliveryRecords.toRecord(terms, run, part, to == inputs.size(), inputs.subList(from, to));
            producer.send(TopicCatalogue.SETTLEMENT_INPUTS, area, record);
        }
        byte[] bookHash = bytes(clearing.getInputHash());
        byte[] initialRoot = bytes(clearing.getSettlementRoot());
        SettlementRunResult result = DeliveryRecords.toRecord(
                terms,
                run,
                bookHash,
                initialRoot,
                outcome,
                new RunHash(new Sha256()).of(area, start.toEpochMilli(), run, bookHash, initialRoot, outcome),
                System.currentTimeMillis());
        producer.send(TopicCatalogue.SETTLEMENT_RUNS, area, result);
        producer.flush();
        for (RunInput input : inputs) {
            histories.put(
                    input.point(),
                    PointRun.of(
                                    input,
                                    contracts.getOrDefault(input.point(), Contract.NONE),
                                    terms.market().periodMs(),
                                    revision)
                            .after());
        }
        revision++;
    }

    /** Number of lines that were published, over all runs. */
    public long lines() {
        return leaves.values().stream().mapToLong(List::size).sum();
    }

    /**
     * Number of lines of a run.
     *
     * @param run 0 is the clearing, 1 METERED, and so on
     */
    public long lines(int run) {
        return List.copyOf(leaves.values()).get(run).size();
    }

    /** Runs that were published, the clearing among them. */
    public List<ItemKey> items() {
        long period = start.toEpochMilli();
        List<ItemKey> items = new ArrayList<>(List.of(ItemKey.initial(area, period)));
        for (int run = 0; run < revision; run++) {
            items.add(new ItemKey(area, period, run == 0 ? ItemKey.METERED : ItemKey.CORRECTION, run));
        }
        return items;
    }

    /**
     * Requires that every run has one receipt, which says FINAL and proves each of its lines, offline.
     *
     * @param receipts of any periods
     * @param trusted header that they must lead from
     * @throws AssertionError if not so
     */
    public void requireProved(List<Receipt> receipts, TrustedState trusted) {
        ReceiptVerifier verifier = new ReceiptVerifier(StrictSignatures.best());
        leaves.forEach((run, lines) -> {
            String what = run + " of " + area + " at " + start;
            List<Receipt> own = receipts.stream()
                    .filter(receipt -> receipt.getAreaMrid().equals(area)
                            && receipt.getPeriodStart().equals(start)
                            && (receipt.getRun().name() + receipt.getRevision()).equals(run))
                    .toList();
            if (own.size() != 1 || own.get(0).getStatus() != LedgerStatus.FINAL) {
                throw new AssertionError(what + " should have one receipt that says FINAL, not " + own);
            }
            MerkleTree tree = new MerkleTree(new Sha256());
            BatchRecords.split(BatchRecords.bytes(own.get(0).getLeafHashes())).forEach(tree::add);
            if (tree.leaves() != lines.size()) {
                throw new AssertionError(what + " has " + lines.size() + " lines, its receipt " + tree.leaves());
            }
            ReceiptProof proof = ReceiptProof.of(BatchRecords.bytes(own.get(0).getProof()));
            for (int i = 0; i < lines.size(); i++) {
                ReceiptVerdict verdict = verifier.verify(lines.get(i), new LineProof(tree.path(i)), proof, trusted);
                if (!(verdict instanceof ReceiptVerdict.Valid)) {
                    throw new AssertionError("line " + i + " of " + what + ": " + verdict);
                }
            }
        });
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
