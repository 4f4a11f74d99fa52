package io.gridclear.ops.demo;

import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.RejectReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a demonstration, all from its topics but for the number of bids that the fleet sent.
 *
 * @param bidsSent bids that the fleet knows to stand in the topic
 * @param bidsAccepted bids in the book's log
 * @param bidsRejected refused bids, by reason
 * @param periodsCleared areas times periods with a result
 * @param trades trades
 * @param peerWh energy traded between participants, Wh
 * @param curtailedWh what of it found no way through the feeder, and was traded with the grid, Wh
 * @param gridSoldWh energy sold to the grid, Wh
 * @param gridBoughtWh energy bought from the grid, Wh
 * @param debitNano sum of debits, nano-currency
 * @param creditNano sum of credits
 * @param sellers income beside the feed-in tariff
 * @param buyers cost beside the retail tariff
 * @param delivery what came of the deliveries
 * @param ledger how the ledger took the clearings
 * @param billing what billing came to, or null without it
 * @param checks every check by its name, and whether it holds
 * @param failures what a check that fails has to say
 * @param elapsedMs from the command's start to the last figure, ms
 */
record DemoFigures(
        long bidsSent,
        long bidsAccepted,
        Map<RejectReasonCode, Long> bidsRejected,
        long periodsCleared,
        long trades,
        long peerWh,
        long curtailedWh,
        long gridSoldWh,
        long gridBoughtWh,
        long debitNano,
        long creditNano,
        ParticipantAccounts.Comparison sellers,
        ParticipantAccounts.Comparison buyers,
        DeliveryFigures delivery,
        LedgerFigures ledger,
        @Nullable BillingFigures billing,
        Map<String, Boolean> checks,
        List<String> failures,
        long elapsedMs) {

    /** Figures of an audit that has read everything. */
    static DemoFigures of(
            MarketAudit audit,
            DeliveryFigures delivery,
            LedgerFigures ledger,
            @Nullable BillingFigures billing,
            long bidsSent,
            long expectedPeriods,
            long elapsedMs) {
        List<ClearingResult> results = audit.periods().stream()
                .map(PeriodAudit::result)
                .filter(Objects::nonNull)
                .toList();
        long accepted =
                audit.periods().stream().mapToLong(PeriodAudit::acceptedBids).sum();
        long rejected =
                audit.rejections().values().stream().mapToLong(Long::longValue).sum();
        long cleared =
                audit.periods().stream().filter(PeriodAudit::isClearedOnce).count();
        ParticipantAccounts accounts = audit.accounts();
        List<String> differences = new ArrayList<>(audit.periods().stream()
                .map(PeriodAudit::replayDifference)
                .filter(Objects::nonNull)
                .toList());

        Map<String, Boolean> checks = new LinkedHashMap<>();
        checks.put("everyBidIsAnswered", bidsSent == accepted + rejected);
        checks.put("everyPeriodIsClearedOnce", cleared == expectedPeriods && results.size() == expectedPeriods);
        checks.put("boughtEqualsSold", audit.periods().stream().allMatch(PeriodAudit::boughtEqualsSold));
        checks.put("debitsEqualCredits", accounts.debitNano() == accounts.creditNano());
        checks.put(
                "everyAcceptedOrderIsSettledExactlyOnce",
                audit.periods().stream().allMatch(PeriodAudit::everyOrderIsSettledOnce));
        checks.put("replayOfTheBookIsIdentical", differences.isEmpty());
        checks.putAll(delivery.checks());
        differences.addAll(delivery.failures());
        checks.put(
                "everyRunIsFinal",
                ledger.finalised() == expectedPeriods + delivery.runs() && ledger.finalised() == ledger.items());
        checks.put("everyLineHasAReceiptThatVerifies", ledger.isEveryLineVerified());
        checks.put("noAgentIsBanned", ledger.banned().isEmpty());
        differences.addAll(ledger.failures());
        if (billing != null) {
            checks.put("billingReconciles", billing.holds());
            differences.addAll(billing.failures());
        }

        return new DemoFigures(
                bidsSent,
                accepted,
                audit.rejections(),
                cleared,
                audit.periods().stream().mapToLong(PeriodAudit::trades).sum(),
                sum(results, result -> result.getStage1Wh() + result.getStage2Wh()),
                sum(results, ClearingResult::getCurtailedWh),
                sum(results, ClearingResult::getGridSoldWh),
                sum(results, ClearingResult::getGridBoughtWh),
                accounts.debitNano(),
                accounts.creditNano(),
                accounts.sellers(),
                accounts.buyers(),
                delivery,
                ledger,
                billing,
                checks,
                differences,
                elapsedMs);
    }

    private static long sum(List<ClearingResult> results, ToLongFunction<ClearingResult> value) {
        return results.stream().mapToLong(value).sum();
    }

    /** Refused bids, for any reason. */
    long rejectedInAll() {
        return bidsRejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every check holds. */
    boolean allHold() {
        return checks.values().stream().allMatch(Boolean::booleanValue);
    }

    /** The figures under the names of the JSON file. */
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bidsSent", bidsSent);
        json.put("bidsAccepted", bidsAccepted);
        json.put("bidsRejected", rejectedInAll());
        json.put("bidsRejectedByReason", bidsRejected);
        json.put("periodsCleared", periodsCleared);
        json.put("trades", trades);
        json.put("peerWh", peerWh);
        json.put("curtailedWh", curtailedWh);
        json.put("gridSoldWh", gridSoldWh);
        json.put("gridBoughtWh", gridBoughtWh);
        json.put("debitNano", debitNano);
        json.put("creditNano", creditNano);
        json.put("sellerUpliftPct", sellers.totalPct());
        json.put("sellerUpliftMeanPct", sellers.meanPct());
        json.put("buyerSavingPct", buyers.totalPct());
        json.put("buyerSavingMeanPct", buyers.meanPct());
        delivery.addTo(json);
        ledger.addTo(json);
        if (billing != null) {
            billing.addTo(json);
        }
        json.put("checks", checks);
        json.put("elapsedMs", elapsedMs);
        return json;
    }
}
