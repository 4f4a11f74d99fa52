package io.gridclear.topology.app;

import io.gridclear.market.auction.InvariantViolation;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.gridclear.topology.MarketTopology;
import io.gridclear.topology.delivery.DeliveryTimes;
import io.gridclear.topology.metrics.MarketMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running instance of the application. Thread-safe. */
public final class StreamsApplication implements AutoCloseable {

    /**
     * Stream threads that are replaced after failures of the world (a broker or registry away beyond the clients' own
     * retries) before the instance gives up and leaves its tasks to others.
     */
    private static final int MOST_REPLACED_THREADS = 20;

    /** After so long without a failure they are counted anew: a broker that is restarted once a month is no reason to stop. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    /** How long a graceful stop may take: one commit and the leave of the group. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);

    private final KafkaStreams streams;
    private final HealthServer http;
    private final RegistrySchemaLookup registry;
    private final KafkaStreamsMetrics streamsMetrics;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger replacedThreads = new AtomicInteger();
    private final AtomicLong lastFailureAt = new AtomicLong(System.nanoTime());

    private StreamsApplication(StreamsSettings settings, Time time) throws IOException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MarketMetrics metrics = new MarketMetrics(meters);
        Ed25519Verifier verifier = Ed25519Verifiers.best();
        LOG.info("starting: {} signatures={}", settings.describe(), verifier);
        registry = new RegistrySchemaLookup(settings.registryUrl().split(","));
        MarketTopology topology = new MarketTopology(
                new ContractSerdes(registry),
                verifier,
                metrics,
                settings.areaPartitions(),
                settings.clockInterval(),
                new DeliveryTimes(settings.deliverySettling().toMillis()));
        streams = new KafkaStreams(topology.build(), StreamsProperties.of(settings, metrics), time);
        streams.setUncaughtExceptionHandler(this::onFailure);
        streams.setStateListener((now, before) -> {
            LOG.info("state {} -> {}", before, now);
            if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
                stopped.countDown();
            }
        });
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(meters);
        try {
            http = HealthServer.start(settings.httpHost(), settings.httpPort(), streams::state, meters::scrape);
        } catch (IOException e) {
            streamsMetrics.close();
            streams.close();
            registry.close();
            throw e;
        }
    }

    /**
     * Starts an instance; returns at once, ready once {@link #state()} is RUNNING.
     *
     * @throws IOException if the port of health and metrics cannot be had
     */
    public static StreamsApplication start(StreamsSettings settings) throws IOException {
        return start(settings, Time.SYSTEM);
    }

    /**
     * Starts an instance on a clock of its own; see {@link #start(StreamsSettings)}.
     *
     * @param time what gates, windows and commits go by
     */
    public static StreamsApplication start(StreamsSettings settings, Time time) throws IOException {
        StreamsApplication application = new StreamsApplication(settings, time);
        application.streams.start();
        return application;
    }

    /** A broken invariant stops the instance; a failing world costs a thread, a bounded number of times. */
    private StreamThreadExceptionResponse onFailure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvariantViolation) {
                LOG.error("stopping: nothing was written that follows from it", failure);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        }
        long now = System.nanoTime();
        if (now - lastFailureAt.getAndSet(now) > QUIET.toNanos()) {
            replacedThreads.set(0);
        }
        int replaced = replacedThreads.incrementAndGet();
        if (replaced > MOST_REPLACED_THREADS) {
            LOG.error("stopping after {} failures; the last one:", replaced, failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("a stream thread failed ({} of at most {}) and is replaced", replaced, MOST_REPLACED_THREADS, failure);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** State of Kafka Streams. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /** Port that health and metrics are served on. */
    public int httpPort() {
        return http.port();
    }

    /** Waits until the instance has stopped, for whatever reason. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Whether the instance stopped because it failed. */
    public boolean hasFailed() {
        return replacedThreads.get() > MOST_REPLACED_THREADS || streams.state() == KafkaStreams.State.ERROR;
    }

    /** Stops gracefully: commits, leaves the group, closes the stores. */
    @Override
    public void close() {
        if (!streams.close(STOP_TIMEOUT)) {
            LOG.warn("not stopped after {}; the open transaction is rolled back", STOP_TIMEOUT);
        }
        streamsMetrics.close();
        http.close();
        registry.close();
        stopped.countDown();
    }
}
