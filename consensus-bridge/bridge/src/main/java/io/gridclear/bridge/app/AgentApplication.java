package io.gridclear.bridge.app;

import io.gridclear.bridge.agent.Agent;
import io.gridclear.bridge.agent.AgentLimits;
import io.gridclear.bridge.agent.KafkaBatchSource;
import io.gridclear.bridge.agent.KafkaPointSource;
import io.gridclear.bridge.archive.KafkaBatchArchive;
import io.gridclear.bridge.ledger.ChainGate;
import io.gridclear.bridge.ledger.ChainLedger;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.bridge.metrics.AgentMetrics;
import io.gridclear.engine.chain.Chain;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.registry.RegistryRetries;
import io.gridclear.schemas.registry.RegistrySchemaLookup;
import io.gridclear.schemas.serde.ContractSerdes;
import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.schemas.signing.Ed25519Verifiers;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running agent. Thread-safe. */
public final class AgentApplication implements AutoCloseable {

    /**
     * How long a turn waits for batches: shorter than the 150 ms that the engine pauses after a block, so that what a block
     * opens is attested in the next.
     */
    private static final long WAIT_FOR_BATCHES_MS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(AgentApplication.class);

    private final RegistrySchemaLookup registry;
    private final DutyLoop loop;
    private final StatusServer http;

    private AgentApplication(AgentSettings settings, Chain chain, MessageSigner node) throws IOException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AgentMetrics metrics = new AgentMetrics(meters);
        Ed25519Verifier verifier = Ed25519Verifiers.best();
        LOG.info("starting: {} chain: {} signatures={}", settings.describe(), chain.describe(), verifier.name());
        registry = new RegistrySchemaLookup(
                List.of(settings.registryUrl().split(",")), settings.registry(), RegistryRetries.STANDARD);
        KafkaClients clients =
                new KafkaClients(settings.bootstrapServers(), settings.client(), new ContractSerdes(registry));
        loop = new DutyLoop("agent", () -> {
            ChainLedger ledger = new ChainLedger(chain, node, new StrictSignatures(verifier), null);
            String group = "gridclear-agent-" + ledger.address();
            Agent agent = new Agent(
                    ledger,
                    new ChainGate(settings.chain(), metrics.chain()),
                    new KafkaBatchSource(
                            clients.reader(group, TopicCatalogue.BATCHES),
                            clients.reader(group, TopicCatalogue.BATCHES),
                            settings.lookBack().toMillis(),
                            System::currentTimeMillis),
                    new KafkaBatchArchive(clients.reader(group, TopicCatalogue.BATCHES)),
                    new KafkaPointSource(
                            clients.bytesReader(group), clients.serdes().deserializer(TopicCatalogue.POINTS)),
                    verifier,
                    AgentLimits.DEFAULT,
                    metrics,
                    System::currentTimeMillis);
            return new DutyLoop.Duty() {
                @Override
                public void turn() {
                    agent.turn(WAIT_FOR_BATCHES_MS);
                }

                @Override
                public void close() {
                    agent.close();
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

    /**
     * Starts an agent; the chain stays its caller's to close.
     *
     * @param node signs as the node
     * @throws IOException if the port of health and metrics cannot be had
     */
    public static AgentApplication start(AgentSettings settings, Chain chain, MessageSigner node) throws IOException {
        AgentApplication application = new AgentApplication(settings, chain, node);
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

    /** Stops after its turn. */
    @Override
    public void close() {
        loop.close();
        http.close();
        registry.close();
    }
}
