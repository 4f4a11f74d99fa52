package io.gridclear.bridge;

import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.RunClaim;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
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
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.market.settlement.Trade;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The later runs of a period as an honest application makes them, on readings out of a seed. */
public final class TestDelivery {

    /** Inputs of a part: few, so that a run has several. */
    private static final int INPUTS_A_PART = 3;

    /**
     * A run.
     *
     * @param item the item that it becomes
     * @param inputs what it was made from
     * @param parts the same as records
     * @param result the run as it is published
     * @param outcome what came of it
     * @param lines its lines
     * @param contracts what its usage points are obliged to
     */
    public record Run(
            ItemKey item,
            List<RunInput> inputs,
            List<SettlementInputs> parts,
            SettlementRunResult result,
            DeliveryOutcome outcome,
            List<SettlementLine> lines,
            Map<PointKey, Contract> contracts) {

        /** What usage points promised and delivered, each by itself. */
        public List<Delivery> deliveries(List<String> usagePoints) {
            return usagePoints.stream().map(this::delivery).toList();
        }

        private Delivery delivery(String usagePoint) {
            for (RunInput input : inputs) {
                Contract contract = contracts.getOrDefault(input.point(), Contract.NONE);
                if (input.point().usagePoint().equals(usagePoint) && contract.firmWh() > 0) {
                    MeteredEnergy energy = input.energy();
                    long wh = contract.side() == Side.SELL
                            ? energy.exportWh() - energy.importWh()
                            : energy.importWh() - energy.exportWh();
                    return new Delivery(usagePoint, contract.firmWh() + contract.openWh(), wh < 0 ? 0 : wh);
                }
            }
            return new Delivery(usagePoint, 0, 0);
        }
    }

    private final TestBook book;
    private final DeliveryTerms terms;
    private final List<ContractItem> items = new ArrayList<>();
    private final Map<PointKey, Contract> contracts = new TreeMap<>();
    private final Map<PointKey, PointHistory> histories = new TreeMap<>();
    private int nextRevision;

    private TestDelivery(TestBook book) {
        this.book = book;
        this.terms = new DeliveryTerms(book.area(), book.periodStart(), book.terms());
        BookReplay replay = new BookReplay(
                new ClearingJournal.Output() {
                    @Override
                    public void trade(Trade trade) {}

                    @Override
                    public void line(SettlementLine line, byte[] lineId, byte[] settlementId) {}

                    @Override
                    public void item(ContractItem item) {
                        items.add(item);
                    }
                },
                TestBook.FEEDERS);
        book.entries().forEach(replay::accept);
        for (ContractItem item : items) {
            if (item instanceof ContractItem.Traded trade) {
                oblige(PointKey.of(trade.sell()), Side.SELL, trade.routedWh(), trade.curtailedWh());
                oblige(PointKey.of(trade.buy()), Side.BUY, trade.routedWh(), trade.curtailedWh());
            } else if (item instanceof ContractItem.Residual residual) {
                oblige(PointKey.of(residual.order()), residual.side(), 0, residual.quantityWh());
            }
        }
    }

    /** Nothing delivered yet. */
    public static TestDelivery of(TestBook book) {
        return new TestDelivery(book);
    }

    private void oblige(PointKey point, Side side, long firmWh, long openWh) {
        contracts.put(point, contracts.getOrDefault(point, Contract.NONE).plus(side, firmWh, openWh));
    }

    /** What usage points are obliged to. */
    public Map<PointKey, Contract> contracts() {
        return contracts;
    }

    /** Readings that say something of every usage point, of some not all of the period, and of one without orders. */
    public Run next(long seed) {
        Random random = new Random(seed);
        List<RunInput> inputs = new ArrayList<>();
        List<PointKey> points = new ArrayList<>(contracts.keySet());
        points.add(new PointKey("zz-visitor", "visitor"));
        for (PointKey point : points) {
            long covered = random.nextInt(4) == 0 ? 450_000 : 900_000;
            boolean sells = contracts.getOrDefault(point, Contract.NONE).side() == Side.SELL;
            long wh = random.nextInt(4_000);
            inputs.add(new RunInput(
                    point,
                    new MeteredEnergy(sells ? 10 : wh, sells ? wh : 10, covered, random.nextInt(5) == 0),
                    histories.getOrDefault(point, PointHistory.EMPTY)));
        }
        return next(inputs);
    }

    /** Everybody delivers what was contracted. */
    public Run asContracted() {
        List<RunInput> inputs = new ArrayList<>();
        contracts.forEach((point, contract) -> inputs.add(new RunInput(
                point,
                contract.side() == Side.SELL
                        ? new MeteredEnergy(0, contract.contractedWh(), 900_000, false)
                        : new MeteredEnergy(contract.contractedWh(), 0, 900_000, false),
                histories.getOrDefault(point, PointHistory.EMPTY))));
        return next(inputs);
    }

    /** The next run, METERED first. */
    public Run next(List<RunInput> inputs) {
        int revision = nextRevision++;
        SettlementRun run = revision == 0 ? SettlementRun.METERED : SettlementRun.correction(revision);
        Run made = of(run, inputs);
        inputs.forEach(input -> histories.put(
                input.point(),
                PointRun.of(
                                input,
                                contracts.getOrDefault(input.point(), Contract.NONE),
                                terms.market().periodMs(),
                                revision)
                        .after()));
        return made;
    }

    /** A run of these inputs, whatever came before. */
    public Run of(SettlementRun run, List<RunInput> inputs) {
        DeliveryReplay replay = new DeliveryReplay(terms);
        items.forEach(replay::item);
        List<SettlementLine> lines = new ArrayList<>();
        DeliveryOutcome outcome = replay.run(run, inputs, (line, lineId, settlementId) -> lines.add(line));
        byte[] bookHash = book.claim().inputHash();
        byte[] initialRoot = book.claim().settlementRoot();
        byte[] h = new RunHash(new Sha256()).of(book.area(), book.periodStart(), run, bookHash, initialRoot, outcome);
        List<SettlementInputs> parts = new ArrayList<>();
        for (int from = 0; from == 0 || from < inputs.size(); from += INPUTS_A_PART) {
            int to = Math.min(from + INPUTS_A_PART, inputs.size());
            parts.add(
                    DeliveryRecords.toRecord(terms, run, parts.size(), to == inputs.size(), inputs.subList(from, to)));
        }
        ItemKey item = new ItemKey(book.area(), book.periodStart(), run.kind().code(), run.revision());
        SettlementRunResult result = DeliveryRecords.toRecord(terms, run, bookHash, initialRoot, outcome, h, 4);
        return new Run(item, List.copyOf(inputs), parts, result, outcome, lines, contracts);
    }

    /** What a run comes to. */
    public RunClaim claim(Run run) {
        return RunClaim.of(run.item(), book.claim().inputHash(), book.claim().settlementRoot(), run.outcome());
    }

    /** h of a run in hexadecimal. */
    public static String hash(Run run) {
        return HexFormat.of().formatHex(BatchRecords.bytes(run.result().getRunHash()));
    }
}
