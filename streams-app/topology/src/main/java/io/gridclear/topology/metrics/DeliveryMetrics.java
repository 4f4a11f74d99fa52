package io.gridclear.topology.metrics;

import io.gridclear.market.settlement.SettlementRun;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of delivery. Thread-safe. */
public final class DeliveryMetrics {

    /** Why an energy does not come to count. */
    public enum Refusal {
        /** Its area is not configured, and no clearing of the period is known. */
        UNKNOWN_AREA,
        /** It came after the horizon of corrections. */
        TOO_LATE,
        /** It is of a participant that stands for the grid, whose lines would mirror themselves. */
        GRID_PARTICIPANT,
        /** It is negative, covers more than the period, or is more than a period's sums hold. */
        IMPOSSIBLE,
        /** A later revision came before it. */
        STALE
    }

    private final Map<SettlementRun.Kind, Counter> runs = new EnumMap<>(SettlementRun.Kind.class);
    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final Counter estimated;
    private final Counter lines;
    private final Timer wait;

    /** Registers every metric, so that each is there, at zero, from the start. */
    public DeliveryMetrics(MeterRegistry registry) {
        for (SettlementRun.Kind kind :
                new SettlementRun.Kind[] {SettlementRun.Kind.METERED, SettlementRun.Kind.CORRECTION}) {
            runs.put(
                    kind,
                    Counter.builder("gridclear.delivery.runs")
                            .description("runs of settlement published, by kind")
                            .tag("kind", kind.name())
                            .register(registry));
        }
        for (Refusal refusal : Refusal.values()) {
            refusals.put(
                    refusal,
                    Counter.builder("gridclear.delivery.energies.refused")
                            .description("energies of periods that do not count, by reason")
                            .tag("reason", refusal.name())
                            .register(registry));
        }
        estimated = Counter.builder("gridclear.delivery.estimated")
                .description("usage points that a run settled on an estimate")
                .register(registry);
        lines = Counter.builder("gridclear.delivery.lines")
                .description("settlement lines of METERED and CORRECTION runs")
                .register(registry);
        wait = Timer.builder("gridclear.delivery.wait")
                .description("from when a run was due to its published result")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
    }

    /** A run was published. */
    public void published(SettlementRun.Kind kind, long estimatedPoints, long settlementLines, long sinceDueMs) {
        Counter counter = runs.get(kind);
        if (counter != null) {
            counter.increment();
        }
        estimated.increment(estimatedPoints);
        lines.increment(settlementLines);
        wait.record(Duration.ofMillis(Math.max(0, sinceDueMs)));
    }

    /** An energy does not count. */
    public void refused(Refusal refusal) {
        Counter counter = refusals.get(refusal);
        if (counter != null) {
            counter.increment();
        }
    }
}
