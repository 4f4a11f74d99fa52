package io.gridclear.benchmarks.pipeline;

import io.gridclear.tests.support.ClusterKind;
import io.gridclear.tests.support.TestCluster;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** A broker and a registry, each in a process of its own, with the catalogue's topics and those of the benchmarks. */
final class BenchmarkCluster implements AutoCloseable {

    private static final String REGISTRY_HOME = "gridclear.registry.home";

    private final TestCluster cluster;

    private BenchmarkCluster(TestCluster cluster) {
        this.cluster = cluster;
    }

    static BenchmarkCluster start() {
        if (System.getProperty(REGISTRY_HOME) == null) {
            System.setProperty(REGISTRY_HOME, registryOfTheBuild().toString());
        }
        TestCluster cluster = ClusterKind.EMBEDDED.start();
        cluster.reset();
        BenchmarkCluster started = new BenchmarkCluster(cluster);
        started.create(Workload.PASSTHROUGH.outputTopic());
        started.create(Workload.INTAKE.outputTopic());
        return started;
    }

    /** The command line's build unpacks the registry; the benchmarks use it where it is. */
    private static Path registryOfTheBuild() {
        try {
            Path jar = Path.of(BenchmarkCluster.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.resolve("../../../../ops/cli/target/registry").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot tell where the benchmarks' jar is; set -D" + REGISTRY_HOME, e);
        }
    }

    private void create(String topic) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions(), (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create " + topic, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating " + topic, e);
        }
    }

    Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()));
    }

    TestCluster cluster() {
        return cluster;
    }

    /** Settings of an application on this cluster, with what a run wants otherwise. */
    Map<String, String> settings(Path stateDir, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers", cluster.bootstrapServers(),
                "registry.url", cluster.registryUrl(),
                "state.dir", stateDir.toString(),
                "replication.factor", "1",
                "area.partitions", Integer.toString(partitions())));
        settings.putAll(more);
        return settings;
    }

    int partitions() {
        return cluster.topicSettings().partitions();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
