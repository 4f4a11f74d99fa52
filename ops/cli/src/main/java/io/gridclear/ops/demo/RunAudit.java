package io.gridclear.ops.demo;

import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.ContractItem;
import io.gridclear.market.delivery.DeliveryOutcome;
import io.gridclear.market.delivery.DeliveryReplay;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.RunHash;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.records.DeliveryRecords;
import io.gridclear.records.OutcomeRecords;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One METERED or CORRECTION run, audited: made again by the kernel from the clearing's items and the published inputs, and held
 * against the lines of the run before. Waits for all of it, in whichever order the topics bring it; lets go of the inputs and
 * the fingerprints then. Single-threaded.
 */
final class RunAudit {

    private final RunKey key;
    private final BiFunction<TopicContract<?>, SpecificRecord, byte[]> encode;
    private final List<SettlementInputs> parts = new ArrayList<>();
    private final RunBalances balances = new RunBalances();
    private final SortedMap<String, Long> deltas = new TreeMap<>();
    private RecordPrints lines = new RecordPrints();
    private @Nullable SettlementRunResult result;
    private int results;
    private boolean evaluated;
    private long importWh;
    private long exportWh;
    private @Nullable String replayDifference;
    private @Nullable String replacementFault;

    RunAudit(RunKey key, BiFunction<TopicContract<?>, SpecificRecord, byte[]> encode) {
        this.key = key;
        this.encode = encode;
    }

    /** A part of its inputs. */
    void take(SettlementInputs part) {
        parts.add(part);
    }

    /** A line that was published. */
    void take(SettlementLine line, byte[] bytes) {
        lines.add(line.getLineIndex(), bytes);
        balances.add(line);
        if (evaluated) {
            replacementFault = "a line was published beyond those that its result counts: " + line.getLineId();
        }
        deltas.merge(line.getMarketParticipantMrid(), line.getDeltaNano(), Math::addExact);
    }

    /** The result that was published. */
    void take(SettlementRunResult published) {
        result = published;
        results++;
    }

    private boolean isWhole() {
        SettlementRunResult published = result;
        return published != null
                && lines.size() >= published.getSettlementLines()
                && parts.stream().anyMatch(SettlementInputs::getIsLast);
    }

    /**
     * Evaluates the run once it is whole.
     *
     * @param before the lines of the run before
     * @param items what the clearing obliges to
     * @return whether it is evaluated
     */
    boolean evaluate(RunBalances before, List<ContractItem> items) {
        SettlementRunResult published = result;
        if (!evaluated && published != null && isWhole()) {
            replacementFault = balances.faultAsReplacementOf(before);
            replayDifference = replay(published, items);
            deltas.values().removeIf(delta -> delta == 0);
            parts.clear();
            lines = new RecordPrints();
            evaluated = true;
        }
        return evaluated;
    }

    /** What is different when the kernel makes the run again, or null. */
    private @Nullable String replay(SettlementRunResult published, List<ContractItem> items) {
        try {
            DeliveryTerms terms =
                    new DeliveryTerms(key.area(), key.periodStart(), TermsRecords.toTerms(published.getTerms()));
            DeliveryReplay replay = new DeliveryReplay(terms);
            items.forEach(replay::item);
            var day = OutcomeRecords.SettlementDay.of(terms.period());
            RecordPrints expected = new RecordPrints();
            DeliveryOutcome outcome = replay.run(
                    kernelRun(),
                    inputs(),
                    (line, lineId, settlementId) -> expected.add(
                            line.lineIndex(),
                            encode.apply(
                                    TopicCatalogue.SETTLEMENT_LINES,
                                    OutcomeRecords.toRecord(line, lineId, settlementId, day))));
            if (!expected.isSameAs(lines)) {
                return key + ": items and inputs give " + expected.size() + " lines, " + lines.size()
                        + " were published, and they are not the same bytes";
            }
            byte[] bookHash = published.getBookHash().array();
            byte[] initialRoot = published.getInitialRoot().array();
            byte[] hash = new RunHash(new Sha256())
                    .of(key.area(), key.periodStart(), kernelRun(), bookHash, initialRoot, outcome);
            SettlementRunResult again = DeliveryRecords.toRecord(
                    terms,
                    kernelRun(),
                    bookHash,
                    initialRoot,
                    outcome,
                    hash,
                    published.getPublishedAt().toEpochMilli());
            return again.equals(published)
                    ? null
                    : key + ": the kernel gives " + again + ", published was " + published;
        } catch (IllegalArgumentException e) {
            return key + ": " + e.getMessage();
        }
    }

    private SettlementRun kernelRun() {
        return key.revision() == 0 ? SettlementRun.METERED : SettlementRun.correction(key.revision());
    }

    private List<RunInput> inputs() {
        List<RunInput> inputs = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            SettlementInputs part = parts.get(i);
            if (part.getPart() != i || part.getIsLast() != (i == parts.size() - 1)) {
                throw new IllegalArgumentException("its inputs come in " + parts.size() + " parts, number " + i
                        + " says that it is " + part.getPart() + (part.getIsLast() ? ", the last" : ""));
            }
            inputs.addAll(DeliveryRecords.toInputs(part));
        }
        importWh = inputs.stream().mapToLong(input -> input.energy().importWh()).sum();
        exportWh = inputs.stream().mapToLong(input -> input.energy().exportWh()).sum();
        return inputs;
    }

    RunKey key() {
        return key;
    }

    /** The published result, or null. */
    @Nullable
    SettlementRunResult result() {
        return result;
    }

    /** Whether it is published as a whole, once, and was evaluated. */
    boolean isEvaluated() {
        return evaluated && results == 1;
    }

    /** Energy that the inputs say was taken from the feeder, Wh. */
    long importWh() {
        return importWh;
    }

    /** Energy that the inputs say was given to the feeder, Wh. */
    long exportWh() {
        return exportWh;
    }

    /** Lines by their ids. */
    RunBalances balances() {
        return balances;
    }

    /** What the run changes, by participant, nano-currency; those whom it changes nothing for are left out. */
    SortedMap<String, Long> deltas() {
        return Collections.unmodifiableSortedMap(deltas);
    }

    /** Whether all that is owed is to be had, and nobody's change is nobody's. */
    boolean sumsToZero() {
        long change = deltas.values().stream().mapToLong(Long::longValue).reduce(0, Math::addExact);
        return balances.isBalanced() && change == 0;
    }

    /** Why the kernel does not come to what was published, or null where it does. */
    @Nullable
    String replayDifference() {
        return replayDifference;
    }

    /** Why it does not replace the run before as a whole, or null where it does. */
    @Nullable
    String replacementFault() {
        return replacementFault;
    }
}
