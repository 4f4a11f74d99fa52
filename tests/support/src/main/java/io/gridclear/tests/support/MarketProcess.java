package io.gridclear.tests.support;

import io.gridclear.topology.app.StreamsMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One instance of the Streams application in a process of its own, as it is deployed. */
public final class MarketProcess implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** A group that gained a member rebalances at once, and again when the tasks have been given up: within a second. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final String name;
    private final ChildProcess process;
    private final URI health;

    private MarketProcess(String instance, ChildProcess process, URI health) {
        this.name = instance;
        this.process = process;
        this.health = health;
    }

    /**
     * Starts an instance; {@link #awaitReady()} says when it works.
     *
     * @param applicationId the application that it is an instance of; one of its own for each test
     * @param instance      names it among the instances of the application, and its log
     * @param stateDir      where its stores live; the same again for an instance that comes back
     * @param settings      further settings by their environment names, such as {@code GRIDCLEAR_THREADS}
     */
    public static MarketProcess start(
            TestCluster cluster, String applicationId, String instance, Path stateDir, Map<String, String> settings) {
        int port = LoopbackPorts.free();
        Map<String, String> environment = new HashMap<>();
        environment.put("GRIDCLEAR_BOOTSTRAP_SERVERS", cluster.bootstrapServers());
        environment.put("GRIDCLEAR_REGISTRY_URL", cluster.registryUrl());
        environment.put("GRIDCLEAR_APPLICATION_ID", applicationId);
        environment.put("GRIDCLEAR_STATE_DIR", stateDir.toString());
        environment.put(
                "GRIDCLEAR_REPLICATION_FACTOR",
                Integer.toString(cluster.topicSettings().replicationFactor()));
        environment.put(
                "GRIDCLEAR_AREA_PARTITIONS",
                Integer.toString(cluster.topicSettings().partitions()));
        environment.put("GRIDCLEAR_HTTP_PORT", Integer.toString(port));
        environment.putAll(settings);
        ChildProcess process = ChildProcess.start(
                applicationId + "-" + instance,
                List.of("-Xmx512m", "-XX:+UseSerialGC"),
                StreamsMain.class.getName(),
                List.of(),
                environment);
        return new MarketProcess(instance, process, URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** Waits until the instance runs all its tasks. */
    public MarketProcess awaitReady() {
        awaitReady(this);
        return this;
    }

    /** Waits until the instances of an application have settled who runs what: all are ready and stay so for a while. */
    public static void awaitReady(MarketProcess... instances) {
        for (MarketProcess instance : instances) {
            try {
                Awaitility.await("instance " + instance.name)
                        .atMost(ClusterFailure.PATIENCE)
                        .pollInterval(100, TimeUnit.MILLISECONDS)
                        .during(instances.length == 1 ? Duration.ZERO : SETTLED)
                        .until(() -> allReady(instances));
            } catch (ConditionTimeoutException e) {
                throw new ClusterFailure(
                        "instance " + instance.name + " is not ready:\n" + instance.process.lastLines(), e);
            }
        }
    }

    private static boolean allReady(MarketProcess... instances) throws InterruptedException {
        for (MarketProcess instance : instances) {
            if (!instance.process.isAlive()) {
                throw new ClusterFailure(
                        "instance " + instance.name + " ended:\n" + instance.process.lastLines(), null);
            }
            if (!instance.isReady()) {
                return false;
            }
        }
        return true;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(health.resolve("health/ready"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the instance tells Prometheus. */
    public String metrics() throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(health.resolve("metrics")).build(), BodyHandlers.ofString())
                .body();
    }

    /** SIGKILL: nothing is flushed, nothing is said to the group. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM; what it returned, 0 after a graceful stop. */
    public int stop() {
        return process.stop();
    }

    @Override
    public void close() {
        process.kill();
    }
}
