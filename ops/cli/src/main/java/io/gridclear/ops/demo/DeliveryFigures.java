package io.gridclear.ops.demo;

import io.gridclear.schemas.avro.SettlementRun;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of a demonstration's deliveries. Energy is that of the run of each period that replaces all others.
 *
 * @param meteredRuns areas times periods that were settled as metered
 * @param corrections the corrections, by area, period and number
 * @param lines settlement lines of all these runs
 * @param importWh energy that meters took from the feeders, Wh
 * @param exportWh energy that they gave, Wh
 * @param contractedWh energy of the orders, both sides, Wh
 * @param boughtWh imbalance that was bought from the grid, Wh
 * @param soldWh imbalance that was sold to the grid, Wh
 * @param estimatedPoints usage points and periods that rest on an estimate
 * @param corrected the reading that a meter took back, or null where it did not come to that
 * @param checks every check by its name, and whether it holds
 * @param failures what a check that fails has to say
 */
record DeliveryFigures(
        long meteredRuns,
        List<RunAudit> corrections,
        long lines,
        long importWh,
        long exportWh,
        long contractedWh,
        long boughtWh,
        long soldWh,
        long estimatedPoints,
        LiveDelivery.@Nullable Correction corrected,
        Map<String, Boolean> checks,
        List<String> failures) {

    /** Figures of an audit that has read everything. */
    static DeliveryFigures of(MarketAudit audit, LiveDelivery.@Nullable Correction corrected, long expectedPeriods) {
        List<DeliveryAudit> periods =
                audit.periods().stream().map(PeriodAudit::delivery).toList();
        List<RunAudit> runs =
                periods.stream().flatMap(period -> period.runs().stream()).toList();
        List<RunAudit> latest = periods.stream()
                .map(DeliveryAudit::latest)
                .filter(Objects::nonNull)
                .toList();
        long metered = periods.stream()
                .map(DeliveryAudit::metered)
                .filter(Objects::nonNull)
                .count();
        List<String> sequence = texts(periods, DeliveryAudit::sequenceFault);
        List<String> replacements =
                texts(runs, run -> run.replacementFault() == null ? null : run.key() + ": " + run.replacementFault());
        List<String> replays = texts(runs, RunAudit::replayDifference);

        Map<String, Boolean> checks = new LinkedHashMap<>();
        checks.put("everyPeriodIsSettledAsMetered", metered == expectedPeriods && sequence.isEmpty());
        checks.put("correctedReadingIsSettled", corrected != null);
        checks.put("correctionIsFullReplacement", replacements.isEmpty());
        checks.put("everyRunSumsToZero", runs.stream().allMatch(RunAudit::sumsToZero));
        checks.put("replayOfTheRunsIsIdentical", replays.isEmpty());

        return new DeliveryFigures(
                metered,
                runs.stream()
                        .filter(run -> run.key().run() == SettlementRun.CORRECTION)
                        .toList(),
                runs.stream().mapToLong(run -> run.balances().size()).sum(),
                latest.stream().mapToLong(RunAudit::importWh).sum(),
                latest.stream().mapToLong(RunAudit::exportWh).sum(),
                sum(latest, result -> result.getSellContractedWh() + result.getBuyContractedWh()),
                sum(latest, DeliveryFigures::boughtWh),
                sum(latest, DeliveryFigures::soldWh),
                sum(latest, SettlementRunResult::getEstimatedPoints),
                corrected,
                checks,
                Stream.of(sequence, replacements, replays).flatMap(List::stream).toList());
    }

    private static <T> List<String> texts(List<T> audits, Function<T, @Nullable String> fault) {
        List<String> texts = new ArrayList<>();
        for (T audit : audits) {
            String text = fault.apply(audit);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static long sum(List<RunAudit> runs, ToLongFunction<SettlementRunResult> value) {
        return runs.stream()
                .map(RunAudit::result)
                .filter(Objects::nonNull)
                .mapToLong(value)
                .sum();
    }

    /** Energy that was missing, and bought from the grid, Wh. */
    static long boughtWh(SettlementRunResult run) {
        return run.getSellMissingWh() + run.getExcessImportWh();
    }

    /** Energy that was in excess, and sold to the grid, Wh. */
    static long soldWh(SettlementRunResult run) {
        return run.getBuyMissingWh() + run.getExcessExportWh();
    }

    /** Runs after the clearings. */
    long runs() {
        return meteredRuns + corrections.size();
    }

    /** Imbalance as a share of what was contracted, per cent. */
    double imbalancePct() {
        return contractedWh == 0 ? 0 : 100.0 * (boughtWh + soldWh) / contractedWh;
    }

    /** Adds the figures under the names of the JSON file. */
    void addTo(Map<String, Object> json) {
        json.put("meteredRuns", meteredRuns);
        json.put("meteredWh", importWh + exportWh);
        json.put("imbalanceWh", boughtWh + soldWh);
        json.put("imbalanceBoughtWh", boughtWh);
        json.put("imbalanceSoldWh", soldWh);
        json.put("imbalancePct", imbalancePct());
        json.put("estimatedPoints", estimatedPoints);
        json.put("corrections", corrections.stream().map(DeliveryFigures::json).toList());
    }

    private static Map<String, Object> json(RunAudit run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("areaMrid", run.key().area());
        json.put("periodStart", run.key().periodStart());
        json.put("revision", run.key().revision());
        json.put("lines", run.balances().size());
        SettlementRunResult result = run.result();
        if (result != null) {
            json.put("changedLines", result.getChangedLines());
            json.put("vanishedLines", result.getVanishedLines());
        }
        json.put("deltaNano", run.deltas());
        return json;
    }
}
