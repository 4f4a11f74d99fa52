package io.gridclear.bridge.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** How the chain answers. Thread-safe. */
public final class ChainMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger up = new AtomicInteger(1);
    private final Counter failures;

    public ChainMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("gridclear.chain.up", up);
        failures = Counter.builder("gridclear.chain.failures")
                .description("calls that the chain did not answer")
                .register(registry);
    }

    /** The chain answered. */
    public void answered() {
        up.set(1);
    }

    /** The chain did not answer. */
    public void unavailable() {
        up.set(0);
        failures.increment();
    }

    /** The chain refused a transaction. */
    public void refused(String code) {
        Counter.builder("gridclear.chain.refusals")
                .description("transactions that the ledger refused, by code")
                .tag("code", code)
                .register(registry)
                .increment();
    }
}
