package io.gridclear.tests.support;

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
import io.gridclear.records.BookEntryRecords;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.OutcomeRecords.SettlementDay;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * What came of the METERED and CORRECTION runs of an area's period: as the application published them, or as the kernel alone
 * works them out from the book's log and energies. The two must be equal.
 *
 * @param inputs what the run was made from, in its order
 * @param lines  by line index
 * @param result totals, root and hash
 */
public record RunOutcome(List<RunInput> inputs, List<SettlementLine> lines, SettlementRunResult result) {

    /** Energies that a run was made from, by usage point. */
    public SortedMap<PointKey, MeteredEnergy> energies() {
        SortedMap<PointKey, MeteredEnergy> energies = new TreeMap<>();
        inputs.forEach(input -> energies.put(input.point(), input.energy()));
        return energies;
    }

    /**
     * The runs that were published, METERED first.
     *
     * @throws AssertionError if inputs do not come in their parts
     */
    public static List<RunOutcome> published(TopicReader reader, TestArea area) {
        List<SettlementInputs> parts = of(
                reader,
                TopicCatalogue.SETTLEMENT_INPUTS,
                part -> isOf(area, part.getAreaMrid(), part.getPeriodStart()));
        List<SettlementLine> lines = of(
                reader,
                TopicCatalogue.SETTLEMENT_LINES,
                line -> isOf(area, line.getAreaMrid(), line.getPeriodStart())
                        && line.getRun() != SettlementRun.INITIAL);
        return of(
                        reader,
                        TopicCatalogue.SETTLEMENT_RUNS,
                        result -> isOf(area, result.getAreaMrid(), result.getPeriodStart()))
                .stream()
                .map(result -> new RunOutcome(
                        inputs(parts.stream()
                                .filter(part -> part.getRevision() == result.getRevision())
                                .toList()),
                        lines.stream()
                                .filter(line -> line.getRevision() == result.getRevision())
                                .sorted(Comparator.comparingLong(SettlementLine::getLineIndex))
                                .toList(),
                        result))
                .toList();
    }

    private static List<RunInput> inputs(List<SettlementInputs> parts) {
        List<RunInput> inputs = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).getPart() != i || parts.get(i).getIsLast() != (i == parts.size() - 1)) {
                throw new AssertionError("part " + i + " of " + parts.size() + " is " + parts.get(i));
            }
            inputs.addAll(DeliveryRecords.toInputs(parts.get(i)));
        }
        return inputs;
    }

    /**
     * What the kernel makes of the log and of these energies, run by run; what counted before each is worked out as well.
     *
     * @param energies by run, METERED first: what all usage points with items or readings have metered
     * @param times    when each was published, epoch ms: no rule says it
     */
    public static List<RunOutcome> workedOut(
            TopicReader reader,
            TestArea area,
            List<? extends Map<PointKey, MeteredEnergy>> energies,
            List<Long> times) {
        List<ContractItem> items = new ArrayList<>();
        BookReplay replay = replay(reader, area, items);
        byte[] initialRoot = Objects.requireNonNull(replay.outcome(), "the log ends before its last tick")
                .settlementRootBytes();
        Map<PointKey, Contract> contracts = contracts(items);
        Map<PointKey, PointHistory> histories = new TreeMap<>();
        DeliveryTerms terms = terms(reader, area);
        List<RunOutcome> outcomes = new ArrayList<>();
        for (int revision = 0; revision < energies.size(); revision++) {
            var run = revision == 0
                    ? io.gridclear.market.settlement.SettlementRun.METERED
                    : io.gridclear.market.settlement.SettlementRun.correction(revision);
            List<RunInput> inputs = new ArrayList<>();
            new TreeMap<>(energies.get(revision))
                    .forEach((point, energy) ->
                            inputs.add(new RunInput(point, energy, histories.getOrDefault(point, PointHistory.EMPTY))));
            DeliveryReplay delivery = new DeliveryReplay(terms);
            items.forEach(delivery::item);
            List<SettlementLine> lines = new ArrayList<>();
            SettlementDay day = SettlementDay.of(terms.period());
            DeliveryOutcome outcome = delivery.run(
                    run,
                    inputs,
                    (line, lineId, settlementId) ->
                            lines.add(OutcomeRecords.toRecord(line, lineId, settlementId, day)));
            byte[] hash = new RunHash(new Sha256())
                    .of(area.mrid(), area.periodStart().toEpochMilli(), run, replay.inputHash(), initialRoot, outcome);
            outcomes.add(new RunOutcome(
                    inputs,
                    lines,
                    DeliveryRecords.toRecord(
                            terms, run, replay.inputHash(), initialRoot, outcome, hash, times.get(revision))));
            for (RunInput input : inputs) {
                Contract contract = contracts.getOrDefault(input.point(), Contract.NONE);
                PointRun point = PointRun.of(input, contract, area.period().toMillis(), revision);
                histories.put(input.point(), point.after());
            }
        }
        return outcomes;
    }

    /** Usage points with items, from the book's log. */
    public static Map<PointKey, Contract> contracts(TopicReader reader, TestArea area) {
        List<ContractItem> items = new ArrayList<>();
        replay(reader, area, items);
        return contracts(items);
    }

    private static Map<PointKey, Contract> contracts(List<ContractItem> items) {
        Map<PointKey, Contract> contracts = new TreeMap<>();
        for (ContractItem item : items) {
            if (item instanceof ContractItem.Traded trade) {
                for (Side side : Side.values()) {
                    contracts.compute(
                            PointKey.of(trade.order(side)),
                            (point, contract) -> (contract == null ? Contract.NONE : contract)
                                    .plus(side, trade.routedWh(), trade.curtailedWh()));
                }
            } else if (item instanceof ContractItem.Residual residual) {
                contracts.compute(
                        PointKey.of(residual.order()),
                        (point, contract) -> (contract == null ? Contract.NONE : contract)
                                .plus(residual.side(), 0, residual.quantityWh()));
            }
        }
        return contracts;
    }

    private static DeliveryTerms terms(TopicReader reader, TestArea area) {
        return of(reader, TopicCatalogue.CLEARINGS, result -> isOf(area, result.getAreaMrid(), result.getPeriodStart()))
                .stream()
                .map(result -> new DeliveryTerms(
                        area.mrid(), area.periodStart().toEpochMilli(), TermsRecords.toTerms(result.getTerms())))
                .findFirst()
                .orElseThrow();
    }

    private static BookReplay replay(TopicReader reader, TestArea area, List<ContractItem> items) {
        BookReplay replay = new BookReplay(new ClearingJournal.Output() {
            @Override
            public void trade(io.gridclear.market.settlement.Trade trade) {
                // its item follows
            }

            @Override
            public void line(io.gridclear.market.settlement.SettlementLine line, byte[] lineId, byte[] settlementId) {
                // its item follows
            }

            @Override
            public void item(ContractItem item) {
                items.add(item);
            }
        });
        of(reader, TopicCatalogue.BOOK, entry -> isOf(area, entry.getAreaMrid(), entry.getPeriodStart()))
                .forEach(entry -> replay.accept(BookEntryRecords.toEntry(entry)));
        return replay;
    }

    private static boolean isOf(TestArea area, String areaMrid, Instant periodStart) {
        return areaMrid.equals(area.mrid()) && periodStart.equals(area.periodStart());
    }

    private static <T extends SpecificRecord> List<T> of(
            TopicReader reader, TopicContract<T> topic, Predicate<T> wanted) {
        return reader.readAll(topic).stream()
                .map(TopicRecord::required)
                .filter(wanted)
                .toList();
    }
}
