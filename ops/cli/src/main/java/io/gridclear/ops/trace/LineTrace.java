package io.gridclear.ops.trace;

import io.gridclear.ops.topic.Found;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.MeterReading;
import io.gridclear.schemas.avro.PeriodEnergy;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementLine;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.avro.Trade;
import io.gridclear.schemas.avro.TradeRoute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line and everything that it came of, each record with its place. What is null or missing was not in the topics.
 *
 * @param lines the line in every run, by run
 * @param trade the trade that it is of; null for a residual or a usage point's own imbalance
 * @param entries entries of the book: the period's opening, its two ticks, and all of the orders that the line is of
 * @param route the trade's route; null where the period has no feeder
 * @param clearing the result of the clearing
 * @param runs METERED and CORRECTION runs of the period, by revision
 * @param inputs what those were made from, of the line's usage points
 * @param energies energies of those usage points in the period, by revision
 * @param readings readings that touch the period
 * @param receipts receipts of those blocks of lines that the line is in
 * @param attestations single attestations to those runs, by height; none where nobody has read the chain's blocks
 */
public record LineTrace(
        List<Found<SettlementLine>> lines,
        @Nullable Found<Trade> trade,
        List<Found<BookEntry>> entries,
        @Nullable Found<TradeRoute> route,
        @Nullable Found<ClearingResult> clearing,
        List<Found<SettlementRunResult>> runs,
        List<PointInput> inputs,
        List<Found<PeriodEnergy>> energies,
        List<Found<MeterReading>> readings,
        List<Found<Receipt>> receipts,
        List<Attestation> attestations) {

    public LineTrace {
        lines = List.copyOf(lines);
        entries = List.copyOf(entries);
        runs = List.copyOf(runs);
        inputs = List.copyOf(inputs);
        energies = List.copyOf(energies);
        readings = List.copyOf(readings);
        receipts = List.copyOf(receipts);
        attestations = List.copyOf(attestations);
    }

    /** The same with those of all attestations that are to the line's runs. */
    public LineTrace attested(List<Attestation> all) {
        List<Attestation> own = all.stream()
                .filter(attestation -> lines.stream().anyMatch(line -> attestation.isOf(line.value())))
                .toList();
        return new LineTrace(lines, trade, entries, route, clearing, runs, inputs, energies, readings, receipts, own);
    }

    /** The line in its latest run. */
    public SettlementLine latest() {
        return lines.get(lines.size() - 1).value();
    }
}
