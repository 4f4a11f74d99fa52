package io.gridclear.bridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What an agent counts. Thread-safe. */
public final class AgentMetrics {

    private final ChainMetrics chain;
    private final AtomicInteger inOffice = new AtomicInteger();
    private final AtomicInteger banned = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger withheld = new AtomicInteger();
    private final Counter computed;
    private final Counter invalid;
    private final Counter differing;
    private final Counter attestations;
    private final Timer executionTime;

    /** Registers every metric, so that each is there, at zero, from the start. */
    public AgentMetrics(MeterRegistry registry) {
        chain = new ChainMetrics(registry);
        registry.gauge("gridclear.agent.in.office", inOffice);
        registry.gauge("gridclear.agent.banned", banned);
        registry.gauge("gridclear.agent.items.open", open);
        registry.gauge("gridclear.agent.items.withheld", withheld);
        computed = counter(registry, "gridclear.agent.batches.computed", "batches that were re-executed to an outcome");
        invalid =
                counter(registry, "gridclear.agent.batches.invalid", "batches that no honest operator could have made");
        differing = counter(
                registry, "gridclear.agent.batches.differing", "outcomes that are not what the operator claims");
        attestations = counter(registry, "gridclear.agent.attestations", "attestations handed in, repeats included");
        executionTime = Timer.builder("gridclear.agent.execution.time")
                .description("re-execution of one batch")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(5))
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** Metrics that nobody reads. */
    public static AgentMetrics none() {
        return new AgentMetrics(new SimpleMeterRegistry());
    }

    /** Metrics of the chain. */
    public ChainMetrics chain() {
        return chain;
    }

    /** How the node stands. */
    public void standing(boolean isInOffice, boolean isBanned) {
        inOffice.set(isInOffice ? 1 : 0);
        banned.set(isBanned ? 1 : 0);
    }

    /** Items that are open, and those of them that this agent says nothing to. */
    public void open(int items, int withheldItems) {
        open.set(items);
        withheld.set(withheldItems);
    }

    /** A batch was executed. */
    public void computed(boolean asClaimed, long nanos) {
        computed.increment();
        if (!asClaimed) {
            differing.increment();
        }
        executionTime.record(Duration.ofNanos(nanos));
    }

    /** A batch was found invalid. */
    public void invalid() {
        invalid.increment();
    }

    /** Attestations were handed in. */
    public void attested(int count) {
        attestations.increment(count);
    }
}
