package io.gridclear.billing.app;

import io.gridclear.billing.intake.BillingConsumer;
import io.gridclear.billing.intake.BillingMetrics;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running billing process. Thread-safe. */
public final class BillingApplication implements AutoCloseable {

    /** A killed member's partitions go to another after this. */
    private static final int SESSION_TIMEOUT_MS = 10_000;

    /** What one answer of a broker brings at most: with the one that is prefetched, the memory that records take. */
    private static final int MOST_FETCHED_BYTES = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(BillingApplication.class);

    private final RegistrySchemaLookup registry;
    private final BillingLoop loop;
    private final StatusServer http;

    private BillingApplication(BillingSettings settings) throws IOException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        BillingMetrics metrics = new BillingMetrics(meters);
        LOG.info("starting: {}", settings.describe());
        registry = new RegistrySchemaLookup(settings.registryUrl().split(","));
        ContractSerdes serdes = new ContractSerdes(registry);
        loop = new BillingLoop(() -> new BillingConsumer(
                consumer(settings), serdes, settings.database(), metrics, System::currentTimeMillis));
        try {
            http = StatusServer.start(settings.httpHost(), settings.httpPort(), loop, meters::scrape);
        } catch (IOException e) {
            registry.close();
            throw e;
        }
    }

    private static Consumer<byte[], byte[]> consumer(BillingSettings settings) {
        Map<String, Object> configs = new HashMap<>(settings.client());
        configs.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        configs.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        if (!settings.instanceId().isEmpty()) {
            configs.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.instanceId());
        }
        configs.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        configs.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // the database says where to begin; a position that a topic does not have must not be jumped over
        configs.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        configs.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        configs.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRecords());
        configs.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_FETCHED_BYTES);
        configs.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        configs.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return new KafkaConsumer<>(configs, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Starts billing.
     *
     * @throws IOException if the port of health and metrics cannot be had
     */
    public static BillingApplication start(BillingSettings settings) throws IOException {
        BillingApplication application = new BillingApplication(settings);
        application.loop.start();
        return application;
    }

    /** Port that health and metrics are served on. */
    public int httpPort() {
        return http.port();
    }

    /** Whether what comes is written. */
    public boolean isReady() {
        return loop.isReady();
    }

    /** Whether it gave up. */
    public boolean hasFailed() {
        return loop.state() == BillingLoop.State.FAILED;
    }

    /** Waits until it has stopped, for whatever reason. */
    public void awaitStop() throws InterruptedException {
        loop.awaitEnd();
    }

    /** Stops after its batch. */
    @Override
    public void close() {
        loop.close();
        http.close();
        registry.close();
    }
}
