package io.gridclear.ops.demo;

import io.gridclear.ops.fleet.EmulatedMarket;
import io.gridclear.ops.fleet.MarketPublisher;
import io.gridclear.ops.stack.EmbeddedStack;
import io.gridclear.ops.stack.StackOptions;
import io.gridclear.ops.stack.TemporaryDirectory;
import io.gridclear.schemas.catalogue.TopicSettings;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.topology.app.ProcessLocale;
import io.gridclear.topology.app.StreamsApplication;
import io.gridclear.topology.app.StreamsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Broker, registry and application on loopback, in this process (the registry in a child of it). */
public final class LiveMarket implements AutoCloseable {

    /** How long the application may take to run: joining its group and opening its stores on a slow machine. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private static final long LOOK_EVERY_MS = 20;

    private final EmbeddedStack stack;
    private final Path stateDir;
    private final @Nullable TemporaryDirectory temporary;
    private final RegistrySchemaLookup registry;
    private final ContractSerdes serdes;
    private @Nullable StreamsApplication application;

    private LiveMarket(EmbeddedStack stack, TemporaryDirectory temporary) {
        this(stack, temporary.path(), temporary);
    }

    private LiveMarket(EmbeddedStack stack, Path stateDir) {
        this(stack, stateDir, null);
    }

    private LiveMarket(EmbeddedStack stack, Path stateDir, @Nullable TemporaryDirectory temporary) {
        this.stack = stack;
        this.stateDir = stateDir;
        this.temporary = temporary;
        this.registry = new RegistrySchemaLookup(stack.registryUrl());
        this.serdes = new ContractSerdes(registry);
    }

    /**
     * Starts broker and registry, creates the topics and registers the schemas; the application is started apart.
     *
     * @param options ports and where topics are kept
     * @param stateDir where the application's stores are kept, or null for a temporary directory
     * @throws io.gridclear.ops.stack.StackStartException if a part cannot be started; the message says which and why
     */
    public static LiveMarket start(StackOptions options, @Nullable Path stateDir) {
        EmbeddedStack stack = EmbeddedStack.start(options);
        return stateDir == null
                ? new LiveMarket(stack, new TemporaryDirectory("gridclear-state-"))
                : new LiveMarket(stack, stateDir);
    }

    /** Brokers, host:port. */
    public String bootstrapServers() {
        return stack.bootstrap();
    }

    /** Registry, Confluent API. */
    public String registryUrl() {
        return stack.registryUrl();
    }

    /** Where the topics are. */
    public MarketTopics topics() {
        return new MarketTopics(bootstrapServers(), registryUrl());
    }

    /** Address of the application's health and metrics. */
    public String healthUrl() {
        return "http://127.0.0.1:" + running().httpPort();
    }

    /** Serdes by the registry. */
    ContractSerdes serdes() {
        return serdes;
    }

    /** Publishes feeders, areas and usage points, as an operator would. */
    public void register(EmulatedMarket market) {
        try (MarketPublisher publisher =
                MarketPublisher.open(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrap()), serdes)) {
            publisher.publish(market);
        }
    }

    /**
     * Starts the application and waits until it runs.
     *
     * @param threads stream threads
     * @param httpPort port of health and metrics, 0 for any
     * @param settling how long a period's first correction waits for other changes
     * @throws IOException if it cannot be started or does not come to run in time
     */
    public void startApplication(int threads, int httpPort, Duration settling)
            throws IOException, InterruptedException {
        StreamsSettings settings = StreamsSettings.of(
                Map.of(
                        "bootstrap.servers", stack.bootstrap(),
                        "registry.url", stack.registryUrl(),
                        "state.dir", stateDir.toString(),
                        "threads", Integer.toString(threads),
                        "area.partitions", Integer.toString(TopicSettings.EMBEDDED.partitions()),
                        "replication.factor", Integer.toString(TopicSettings.EMBEDDED.replicationFactor()),
                        "delivery.settling.ms", Long.toString(settling.toMillis()),
                        "http.port", Integer.toString(httpPort)),
                name -> null,
                new Properties());
        ProcessLocale.set();
        StreamsApplication started = StreamsApplication.start(settings);
        application = started;
        long giveUpAt = System.nanoTime() + START_TIMEOUT.toNanos();
        while (started.state() != KafkaStreams.State.RUNNING) {
            if (started.hasFailed() || System.nanoTime() > giveUpAt) {
                throw new IOException("the application does not run after " + START_TIMEOUT.toSeconds()
                        + " s, its state is " + started.state());
            }
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    /** Whether the application has stopped by itself. */
    public boolean hasFailed() {
        return running().hasFailed();
    }

    /** Stops the application gracefully; broker and registry stay. */
    public void stopApplication() {
        if (application != null) {
            application.close();
            application = null;
        }
    }

    private StreamsApplication running() {
        if (application == null) {
            throw new IllegalStateException("the application is not started");
        }
        return application;
    }

    @Override
    public void close() {
        stopApplication();
        registry.close();
        stack.close();
        if (temporary != null) {
            temporary.close();
        }
    }
}
