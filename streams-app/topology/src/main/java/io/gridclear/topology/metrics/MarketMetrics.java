package io.gridclear.topology.metrics;

import io.gridclear.market.order.RejectReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The market's own metrics. Thread-safe. */
public final class MarketMetrics {

    /** Key under which the process hands its metrics to classes that Kafka Streams instantiates. */
    public static final String CONFIG = "gridclear.metrics";

    private final MeterRegistry registry;
    private final DeliveryMetrics delivery;
    private final Map<RejectReason, Counter> rejections = new EnumMap<>(RejectReason.class);
    private final Counter accepted;
    private final Counter repeats;
    private final Counter lateBids;
    private final Counter trades;
    private final Counter cleared;
    private final Counter readingsTaken;
    private final Counter readingsWithoutEffect;
    private final Counter energies;
    private final Timer clearingTime;
    private final AtomicLong unclosedPeriods = new AtomicLong();
    private final AtomicLong waitingAreas = new AtomicLong();

    /** Registers every metric, so that each is there, at zero, from the start. */
    public MarketMetrics(MeterRegistry registry) {
        this.registry = registry;
        delivery = new DeliveryMetrics(registry);
        for (RejectReason reason : RejectReason.values()) {
            rejections.put(
                    reason,
                    Counter.builder("gridclear.bids.rejected")
                            .description("bids refused, by reason")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        accepted = counter("gridclear.bids.accepted", "bids accepted into the book");
        repeats = counter("gridclear.bids.repeated", "byte-identical repeats, accepted silently");
        lateBids = counter("gridclear.bids.late", "bids that came after the gate's tick");
        trades = counter("gridclear.trades", "trades published");
        cleared = counter("gridclear.periods.cleared", "periods cleared, over all areas");
        readingsTaken = counter("gridclear.readings.taken", "readings that count for their interval");
        readingsWithoutEffect =
                counter("gridclear.readings.without.effect", "repeats, and revisions that a later one had replaced");
        energies = counter("gridclear.period.energies", "energies of periods published, revisions included");
        clearingTime = Timer.builder("gridclear.clearing.time")
                .description("from the re-quote window's tick to the published result")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(registry);
        registry.gauge("gridclear.periods.unclosed", unclosedPeriods);
        registry.gauge("gridclear.areas.waiting", waitingAreas);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Metrics that nobody reads. */
    public static MarketMetrics none() {
        return new MarketMetrics(new SimpleMeterRegistry());
    }

    /** The metrics that the process put into the Streams configuration, or metrics that nobody reads. */
    public static MarketMetrics from(Map<String, ?> configs) {
        return configs.get(CONFIG) instanceof MarketMetrics metrics ? metrics : none();
    }

    /** Metrics of delivery, in the same registry. */
    public DeliveryMetrics delivery() {
        return delivery;
    }

    /** A bid entered the book. */
    public void accepted() {
        accepted.increment();
    }

    /** A byte-identical repeat. */
    public void repeated() {
        repeats.increment();
    }

    /** A bid was refused. */
    public void rejected(RejectReason reason) {
        Counter counter = rejections.get(reason);
        if (counter != null) {
            counter.increment();
        }
        if (reason == RejectReason.GATE_CLOSED) {
            lateBids.increment();
        }
    }

    /** A reading was taken that counts for its interval. */
    public void readingTaken() {
        readingsTaken.increment();
    }

    /** A reading was taken that changes nothing. */
    public void readingWithoutEffect() {
        readingsWithoutEffect.increment();
    }

    /** A reading was refused. */
    public void readingRefused(String reason) {
        Counter.builder("gridclear.readings.refused")
                .description("readings refused, by reason")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** The energy of a period was published. */
    public void energyPublished() {
        energies.increment();
    }

    /** A record of this topic went to its dead letters. */
    public void deadLetter(String topic) {
        Counter.builder("gridclear.dead.letters")
                .description("records put aside, by source topic")
                .tag("topic", topic)
                .register(registry)
                .increment();
    }

    /** A trade was published. */
    public void traded() {
        trades.increment();
    }

    /** A period was cleared, this long after the tick that ended its re-quote window. */
    public void cleared(long sinceTickMs) {
        cleared.increment();
        clearingTime.record(Duration.ofMillis(Math.max(0, sinceTickMs)));
    }

    /** The number of areas that are closed because their feeder is not there changed by this much. */
    public void waitingAreas(long change) {
        waitingAreas.addAndGet(change);
    }

    /** The number of periods whose gate is closed and whose result is not published changed by this much. */
    public void unclosed(long change) {
        unclosedPeriods.addAndGet(change);
    }
}
