package io.gridclear.meter.emulator;

import io.gridclear.meter.client.SubmitOutcome;
import io.gridclear.meter.forecast.ForecastReport;
import io.gridclear.schemas.avro.RejectReasonCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what senders and feed report; thread-safe. */
final class RunCounters {
    final LongAdder bidsSent = new LongAdder();
    final LongAdder requotesSent = new LongAdder();
    final LongAdder readingsSent = new LongAdder();
    final LongAdder referencePrices = new LongAdder();
    private final LongAdder bidsLate = new LongAdder();
    private final LongAdder bidsAcked = new LongAdder();
    private final LongAdder bidsFailed = new LongAdder();
    private final LongAdder readingsAcked = new LongAdder();
    private final LongAdder readingsFailed = new LongAdder();
    private final Map<RejectReasonCode, LongAdder> rejections = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final FleetRunListener listener;

    RunCounters(FleetRunListener listener) {
        this.listener = listener;
    }

    void bidOutcome(SubmitOutcome outcome) {
        (outcome.isAcknowledged() ? bidsAcked : bidsFailed).increment();
        tellProblem(outcome);
    }

    void readingOutcome(SubmitOutcome outcome) {
        (outcome.isAcknowledged() ? readingsAcked : readingsFailed).increment();
        tellProblem(outcome);
    }

    void rejected(RejectReasonCode reason) {
        rejections.computeIfAbsent(reason, first -> new LongAdder()).increment();
    }

    /** A bid left too late; {@code period} counts from 0, people from 1. */
    void late(int period) {
        bidsLate.increment();
        tellOnce(
                "LATE",
                "bids for period " + (period + 1) + " left after their gate had closed: this machine is too busy"
                        + " for the fleet; give it fewer meters or longer periods");
    }

    /** Twenty thousand meters fail in the same way at the same time: a person wants to hear it once. */
    private void tellProblem(SubmitOutcome outcome) {
        if (outcome instanceof SubmitOutcome.Failed failed) {
            tellOnce(failed.kind().name(), failed.detail());
        } else if (outcome instanceof SubmitOutcome.Busy busy) {
            tellOnce(
                    "BUSY",
                    busy.inFlight() + " records are under way and none was acknowledged for " + busy.waitedMs()
                            + " ms; the brokers are too slow for this fleet");
        } else if (outcome instanceof SubmitOutcome.Refused refused) {
            tellOnce(refused.reason().name(), refused.detail());
        }
    }

    void tellOnce(String kind, String problem) {
        if (told.add(kind)) {
            listener.onProblem(problem);
        }
    }

    FleetStatistics statistics(ForecastReport forecast) {
        Map<RejectReasonCode, Long> byReason = new EnumMap<>(RejectReasonCode.class);
        rejections.forEach((reason, count) -> byReason.put(reason, count.sum()));
        return new FleetStatistics(
                bidsSent.sum(),
                requotesSent.sum(),
                bidsAcked.sum(),
                bidsFailed.sum(),
                bidsLate.sum(),
                Map.copyOf(byReason),
                readingsSent.sum(),
                readingsAcked.sum(),
                readingsFailed.sum(),
                referencePrices.sum(),
                forecast);
    }
}
