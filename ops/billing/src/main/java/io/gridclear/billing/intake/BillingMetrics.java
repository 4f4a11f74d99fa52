package io.gridclear.billing.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What billing counts. Thread-safe. */
public final class BillingMetrics {

    private final Counter lines;
    private final Counter runs;
    private final Counter receipts;
    private final Counter tombstones;
    private final Counter overtaken;
    private final Map<Rejection.Reason, Counter> rejections = new EnumMap<>(Rejection.Reason.class);
    private final AtomicInteger databaseUp = new AtomicInteger();
    private final AtomicLong lag = new AtomicLong();
    private final Timer writing;

    /** Registers every metric, so that each is there, at zero, from the start. */
    public BillingMetrics(MeterRegistry registry) {
        lines = counter(registry, "lines", "settlement lines that are new in the database");
        runs = counter(registry, "runs", "totals of runs that are new in the database");
        receipts = counter(registry, "receipts", "receipts that are new in the database");
        tombstones = counter(registry, "tombstones", "records without a value, which say nothing");
        overtaken = counter(registry, "overtaken", "batches that another consumer had written already");
        for (Rejection.Reason reason : Rejection.Reason.values()) {
            rejections.put(
                    reason,
                    Counter.builder("gridclear.billing.rejected")
                            .description("records that were set aside")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        registry.gauge("gridclear.billing.database.up", databaseUp);
        registry.gauge("gridclear.billing.lag.records", lag);
        writing = Timer.builder("gridclear.billing.write.time")
                .description("one batch into the database")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("gridclear.billing." + name)
                .description(description)
                .register(registry);
    }

    /** Metrics that nobody reads. */
    public static BillingMetrics none() {
        return new BillingMetrics(new SimpleMeterRegistry());
    }

    void written(BillingStore.Written written, int withoutValue, long nanos) {
        lines.increment(written.lines());
        runs.increment(written.runs());
        receipts.increment(written.receipts());
        tombstones.increment(withoutValue);
        for (Rejection rejection : written.rejections()) {
            Counter counter = rejections.get(rejection.reason());
            if (counter != null) {
                counter.increment();
            }
        }
        writing.record(Duration.ofNanos(nanos));
    }

    void overtaken() {
        overtaken.increment();
    }

    void databaseUp(boolean isUp) {
        databaseUp.set(isUp ? 1 : 0);
    }

    void lag(long records) {
        lag.set(records);
    }
}
