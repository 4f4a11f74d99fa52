package io.gridclear.ops.stack;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this JVM: one node that is its own controller (KRaft), reached on loopback. It can be stopped and
 * started again on the same port over the same data.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** Between finding a free port and binding it somebody else may take it; three times in a row nobody does. */
    private static final int PORT_ATTEMPTS = 3;

    private final @Nullable TemporaryDirectory temporary;
    private final Path dataDir;
    private final Map<String, String> overrides;
    private int port;
    private @Nullable KafkaRaftServer server;

    private EmbeddedBroker(BrokerOptions options) {
        Path kept = options.dataDir();
        if (kept != null) {
            this.temporary = null;
            this.dataDir = kept.toAbsolutePath();
        } else {
            this.temporary = new TemporaryDirectory("gridclear-broker-");
            this.dataDir = temporary.path();
        }
        this.port = options.port();
        this.overrides = options.overrides();
    }

    /**
     * A broker that serves when this returns.
     *
     * @throws StackStartException if it does not start, for instance because its port is taken
     */
    public static EmbeddedBroker start(BrokerOptions options) {
        EmbeddedBroker broker = new EmbeddedBroker(options);
        try {
            broker.start();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** Address for {@code bootstrap.servers}; the same over restarts. */
    public synchronized String bootstrap() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** Where it keeps its logs. */
    public Path dataDir() {
        return dataDir;
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /**
     * Starts the broker again after {@link #stop()}, on the same port over the same data.
     *
     * @throws StackStartException if it does not start
     */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        boolean portIsFixed = port != 0;
        for (int attempt = 1; ; attempt++) {
            List<Integer> free = LoopbackPorts.free(2);
            int brokerPort = portIsFixed ? port : free.get(0);
            try {
                server = startServer(brokerPort, free.get(1));
                port = brokerPort;
                return;
            } catch (RuntimeException e) {
                if (attempt == PORT_ATTEMPTS) {
                    throw new StackStartException(
                            "the broker did not start on " + LoopbackPorts.HOST + ":" + brokerPort + " over " + dataDir
                                    + ": " + e.getMessage(),
                            e);
                }
                LOG.warn("broker start {} of {} failed on port {}", attempt, PORT_ATTEMPTS, brokerPort, e);
            }
        }
    }

    /** Stops serving; data and port stay for the next {@link #start()}. */
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    @Override
    public synchronized void close() {
        stop();
        if (temporary != null) {
            temporary.close();
        }
    }

    private KafkaRaftServer startServer(int brokerPort, int controllerPort) {
        format();
        Properties properties = BrokerProperties.of(dataDir, brokerPort, controllerPort, overrides);
        KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            starting.startup();
            return starting;
        } catch (RuntimeException e) {
            starting.shutdown();
            starting.awaitShutdown();
            throw e;
        }
    }

    /** Gives the directory its cluster id, which a KRaft broker wants before its first start. */
    private void format() {
        if (Files.exists(dataDir.resolve("meta.properties"))) {
            return;
        }
        Formatter formatter = new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(BrokerProperties.NODE_ID)
                .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(dataDir.toString())
                .setDirectories(Set.of(dataDir.toString()))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setUnstableFeatureVersionsEnabled(false)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (Exception e) {
            throw new StackStartException("cannot prepare " + dataDir + " for a broker: " + e.getMessage(), e);
        }
    }
}
