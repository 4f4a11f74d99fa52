package io.gridclear.tests.support;

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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One instance of the Streams application in a process of its own, as it is deployed but for its clock. */
public final class MarketProcess implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private static final String ASSIGNED = "kafka_consumer_coordinator_assigned_partitions";

    /**
     * Bids, usage points and readings; bids by area, readings by usage point, and what is delivered by area. Areas and feeders
     * are read by every instance.
     */
    private static final int TOPICS_SHARED = 6;

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
     * @param clock         what its gates go by
     * @param applicationId the application that it is an instance of; one of its own for each test
     * @param instance      names it among the instances of the application, and its log
     * @param stateDir      where its stores live; the same again for an instance that comes back
     * @param settings      further settings by their environment names, such as {@code GRIDCLEAR_THREADS}
     */
    public static MarketProcess start(
            TestCluster cluster,
            MarketClock clock,
            String applicationId,
            String instance,
            Path stateDir,
            Map<String, String> settings) {
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
                MarketMain.class.getName(),
                List.of(Long.toString(clock.ahead().toMillis())),
                environment);
        MarketProcess started = new MarketProcess(instance, process, URI.create("http://127.0.0.1:" + port + "/"));
        clock.drive(started);
        return started;
    }

    /** Waits until the instance runs all its tasks. */
    public MarketProcess awaitReady() {
        await("instance " + name, this::isReady, this);
        return this;
    }

    /** Waits until instances of one application have shared its work: each reads partitions, and together all of them. */
    public static void awaitShared(TestCluster cluster, MarketProcess... instances) {
        double all = TOPICS_SHARED * cluster.topicSettings().partitions();
        await(
                "work shared by " + instances.length + " instances",
                () -> {
                    double read = 0;
                    for (MarketProcess instance : instances) {
                        double own = instance.isReady() ? instance.metric(ASSIGNED) : 0;
                        if (own == 0) {
                            return false;
                        }
                        read += own;
                    }
                    return read == all;
                },
                instances);
    }

    private static void await(String what, Callable<Boolean> condition, MarketProcess... instances) {
        try {
            Awaitility.await(what)
                    .atMost(ClusterFailure.PATIENCE)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(() -> {
                        for (MarketProcess instance : instances) {
                            if (!instance.isAlive()) {
                                throw new ClusterFailure(
                                        "instance " + instance.name + " ended:\n" + instance.log(), null);
                            }
                        }
                        return condition.call();
                    });
        } catch (ConditionTimeoutException e) {
            StringBuilder logs = new StringBuilder("still waiting for " + what);
            for (MarketProcess instance : instances) {
                logs.append("\n").append(instance.name).append(":\n").append(instance.log());
            }
            throw new ClusterFailure(logs.toString(), e);
        }
    }

    private String log() {
        return process.lastLines();
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

    /** Sum of a metric over all its tags, as the instance tells Prometheus. */
    public double metric(String name) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(health.resolve("metrics")).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until a metric has come to {@code least}. */
    public void awaitMetric(String metric, double least) {
        await(metric + " of " + least, () -> metric(metric) >= least, this);
    }

    void putClockAhead(Duration ahead) {
        process.tell(Long.toString(ahead.toMillis()));
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
