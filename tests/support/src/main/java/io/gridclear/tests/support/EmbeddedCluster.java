package io.gridclear.tests.support;

import io.gridclear.ops.stack.RegistryOptions;
import io.gridclear.ops.stack.RegistryProcess;
import io.gridclear.schemas.catalogue.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The broker of the embedded stack in a JVM of its own, because a thread cannot be killed, and its registry. */
final class EmbeddedCluster implements TestCluster {
    private static final List<String> BROKER_JVM = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4");

    private final RegistryProcess registry;
    private final Path dataDir;
    private final String address;
    private final int port;
    private final BrokerReadiness readiness;
    private ChildProcess broker;

    private EmbeddedCluster() {
        port = LoopbackPorts.free();
        address = "127.0.0.1:" + port;
        readiness = new BrokerReadiness(address);
        dataDir = newDataDir();
        broker = launch();
        registry = RegistryProcess.start(RegistryOptions.TEMPORARY);
        awaitBroker();
    }

    static TestCluster start() {
        return new EmbeddedCluster();
    }

    @Override
    public String bootstrapServers() {
        return address;
    }

    @Override
    public String registryUrl() {
        return registry.url();
    }

    @Override
    public TopicSettings topicSettings() {
        return TopicSettings.EMBEDDED;
    }

    @Override
    public int brokerCount() {
        return 1;
    }

    @Override
    public void killBroker(int number) {
        broker.kill();
    }

    @Override
    public void startBroker(int number) {
        if (!broker.isAlive()) {
            broker = launch();
        }
        awaitBroker();
    }

    @Override
    public void pauseBroker(int number) {
        broker.pause();
    }

    @Override
    public void resumeBroker(int number) {
        if (broker.isAlive()) {
            broker.resume();
        }
    }

    @Override
    public void close() {
        broker.kill();
        registry.close();
        try (Stream<Path> files = Files.walk(dataDir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the broker's data in " + dataDir, e);
        }
    }

    private ChildProcess launch() {
        return ChildProcess.start(
                "broker-" + port,
                BROKER_JVM,
                BrokerMain.class.getName(),
                List.of(dataDir.toString(), Integer.toString(port)),
                Map.of());
    }

    private void awaitBroker() {
        try {
            readiness.awaitBrokers(1);
        } catch (ClusterFailure e) {
            throw new ClusterFailure("the broker does not serve:\n" + broker.lastLines(), e);
        }
    }

    private static Path newDataDir() {
        try {
            return Files.createTempDirectory("gridclear-test-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the broker", e);
        }
    }
}
