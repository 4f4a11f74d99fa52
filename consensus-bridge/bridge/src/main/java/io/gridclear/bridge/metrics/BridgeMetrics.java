package io.gridclear.bridge.metrics;

import io.gridclear.ledger.item.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the operator's side counts. Thread-safe. */
public final class BridgeMetrics {

    private final ChainMetrics chain;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger stoppedAreas = new AtomicInteger();
    private final Counter batches;
    private final Counter batchBytes;
    private final Counter submissions;
    private final Counter finalItems;
    private final Counter disputedItems;
    private final Counter barredItems;
    private final Counter receipts;
    private final Timer decisionTime;

    /** Registers every metric, so that each is there, at zero, from the start. */
    public BridgeMetrics(MeterRegistry registry) {
        chain = new ChainMetrics(registry);
        registry.gauge("gridclear.bridge.items.under.way", underWay);
        registry.gauge("gridclear.bridge.areas.stopped", stoppedAreas);
        batches = counter(registry, "gridclear.bridge.batches", "batches published");
        batchBytes = counter(registry, "gridclear.bridge.batch.bytes", "bytes of the log in published batches");
        submissions = counter(registry, "gridclear.bridge.submissions", "claims handed in, repeats included");
        finalItems = counter(registry, "gridclear.bridge.items.final", "items whose receipts say FINAL");
        disputedItems = counter(registry, "gridclear.bridge.items.disputed", "items whose receipt says DISPUTED");
        barredItems = counter(
                registry, "gridclear.bridge.items.barred", "later runs that follow a DISPUTED one and get no receipts");
        receipts = counter(registry, "gridclear.bridge.receipts", "receipts published");
        decisionTime = Timer.builder("gridclear.bridge.decision.time")
                .description("from the published clearing or run to its receipts")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Metrics that nobody reads. */
    public static BridgeMetrics none() {
        return new BridgeMetrics(new SimpleMeterRegistry());
    }

    /** Metrics of the chain. */
    public ChainMetrics chain() {
        return chain;
    }

    /** So many items are under way. */
    public void underWay(int items) {
        underWay.set(items);
    }

    /** So many areas wait for a person. */
    public void stoppedAreas(int areas) {
        stoppedAreas.set(areas);
    }

    /** A batch was published. */
    public void batchPublished() {
        batches.increment();
    }

    /** A chunk of a log was sent. */
    public void batchBytes(long bytes) {
        batchBytes.increment(bytes);
    }

    /** A claim was handed in. */
    public void submitted() {
        submissions.increment();
    }

    /** A run follows a DISPUTED one: there will be no receipts. */
    public void barred() {
        barredItems.increment();
    }

    /** An item has its receipts, this long after its clearing or run was published. */
    public void receipted(Outcome.Status status, int count, long sinceClearingMs) {
        (status == Outcome.Status.FINAL ? finalItems : disputedItems).increment();
        receipts.increment(count);
        decisionTime.record(Duration.ofMillis(Math.max(0, sinceClearingMs)));
    }
}
