package io.gridclear.bridge.app;

import io.gridclear.bridge.archive.KafkaBatchArchive;
import io.gridclear.bridge.book.KafkaBookSource;
import io.gridclear.bridge.book.KafkaNetworkSource;
import io.gridclear.bridge.inputs.KafkaInputsSource;
import io.gridclear.bridge.ledger.ChainGate;
import io.gridclear.bridge.ledger.ChainLedger;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.bridge.metrics.BridgeMetrics;
import io.gridclear.bridge.operator.Assembly;
import io.gridclear.bridge.operator.BookAssembly;
import io.gridclear.bridge.operator.Bridge;
import io.gridclear.bridge.operator.BridgeLimits;
import io.gridclear.bridge.operator.InputsAssembly;
import io.gridclear.bridge.operator.Publisher;
import io.gridclear.bridge.operator.RunAssembly;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running bridge. Thread-safe. */
public final class BridgeApplication implements AutoCloseable {

    /** How long a turn waits for clearings: an item under way is looked at ten times a second. */
    private static final Duration WAIT_FOR_CLEARINGS = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(BridgeApplication.class);

    private final RegistrySchemaLookup registry;
    private final DutyLoop loop;
    private final StatusServer http;

    private BridgeApplication(
            BridgeSettings settings,
            Chain chain,
            MessageSigner operator,
            UnaryOperator<Assembly> assemblies,
            UnaryOperator<RunAssembly> runAssemblies)
            throws IOException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        BridgeMetrics metrics = new BridgeMetrics(meters);
        StrictSignatures signatures = StrictSignatures.best();
        TrustedState anchor = TrustedHeaderFile.read(settings.trustedHeader(), chain.chainId());
        LOG.info("starting: {} chain: {}", settings.describe(), chain.describe());
        registry = new RegistrySchemaLookup(
                List.of(settings.registryUrl().split(",")), settings.registry(), RegistryRetries.STANDARD);
        KafkaClients clients =
                new KafkaClients(settings.bootstrapServers(), settings.client(), new ContractSerdes(registry));
        loop = new DutyLoop("bridge", () -> {
            Bridge bridge =
                    open(settings, chain, anchor, operator, assemblies, runAssemblies, clients, signatures, metrics);
            return new DutyLoop.Duty() {
                @Override
                public void turn() {
                    bridge.turn(WAIT_FOR_CLEARINGS);
                }

                @Override
                public void close() {
                    bridge.close();
                }
            };
        });
        try {
            http = StatusServer.start(settings.httpHost(), settings.httpPort(), loop, meters::scrape);
        } catch (IOException e) {
            registry.close();
            throw e;
        }
    }

    private static Bridge open(
            BridgeSettings settings,
            Chain chain,
            @Nullable TrustedState anchor,
            MessageSigner operator,
            UnaryOperator<Assembly> assemblies,
            UnaryOperator<RunAssembly> runAssemblies,
            KafkaClients clients,
            StrictSignatures signatures,
            BridgeMetrics metrics) {
        // first of all it ends what this instance may have left open
        Producer<String, byte[]> producer = clients.producer(settings.groupId() + "-" + settings.instanceId());
        try {
            Publisher publisher = new Publisher(producer, clients.serdes());
            Assembly assembly = assemblies.apply(new BookAssembly(
                    new KafkaBookSource(
                            clients.reader(settings.groupId(), TopicCatalogue.BOOK),
                            clients.reader(settings.groupId(), TopicCatalogue.BOOK)),
                    new KafkaNetworkSource(
                            clients.bytesReader(settings.groupId()),
                            clients.serdes().deserializer(TopicCatalogue.FEEDERS))));
            RunAssembly runs = runAssemblies.apply(new InputsAssembly(
                    new KafkaInputsSource(
                            clients.reader(settings.groupId(), TopicCatalogue.SETTLEMENT_INPUTS),
                            clients.reader(settings.groupId(), TopicCatalogue.SETTLEMENT_INPUTS)),
                    new KafkaBatchArchive(clients.reader(settings.groupId(), TopicCatalogue.BATCHES))));
            return new Bridge(
                    new ChainLedger(chain, operator, signatures, anchor),
                    new ChainGate(settings.chain(), metrics.chain()),
                    clients.member(settings.groupId(), settings.instanceId(), TopicCatalogue.CLEARINGS),
                    assembly,
                    clients.member(settings.groupId() + "-runs", settings.instanceId(), TopicCatalogue.SETTLEMENT_RUNS),
                    runs,
                    publisher,
                    BridgeLimits.DEFAULT,
                    metrics,
                    System::currentTimeMillis);
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    /**
     * Starts a bridge; the chain stays its caller's to close.
     *
     * @param operator signs as the operator
     * @throws IOException if the port of health and metrics cannot be had, or the trusted header cannot be read
     * @throws IllegalArgumentException if the trusted header is none, or one of another chain
     */
    public static BridgeApplication start(BridgeSettings settings, Chain chain, MessageSigner operator)
            throws IOException {
        return start(settings, chain, operator, assembly -> assembly, runs -> runs);
    }

    /**
     * As {@link #start(BridgeSettings, Chain, MessageSigner)}, with something around what makes batches: measurement, or
     * another source of the book.
     */
    public static BridgeApplication start(
            BridgeSettings settings, Chain chain, MessageSigner operator, UnaryOperator<Assembly> assemblies)
            throws IOException {
        return start(settings, chain, operator, assemblies, runs -> runs);
    }

    /** As above, with something around what makes batches of later runs too. */
    public static BridgeApplication start(
            BridgeSettings settings,
            Chain chain,
            MessageSigner operator,
            UnaryOperator<Assembly> assemblies,
            UnaryOperator<RunAssembly> runAssemblies)
            throws IOException {
        BridgeApplication application = new BridgeApplication(settings, chain, operator, assemblies, runAssemblies);
        application.loop.start();
        return application;
    }

    /** Port that health and metrics are served on. */
    public int httpPort() {
        return http.port();
    }

    /** Whether its last turn went well. */
    public boolean isReady() {
        return loop.isReady();
    }

    /** Whether it gave up. */
    public boolean hasFailed() {
        return loop.state() == DutyLoop.State.FAILED;
    }

    /** Waits until it has stopped, for whatever reason. */
    public void awaitStop() throws InterruptedException {
        loop.awaitEnd();
    }

    /** Stops after its turn; what is unfinished is the next bridge's. */
    @Override
    public void close() {
        loop.close();
        http.close();
        registry.close();
    }
}
