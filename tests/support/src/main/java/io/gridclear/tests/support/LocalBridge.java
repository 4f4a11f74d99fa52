package io.gridclear.tests.support;

import io.gridclear.bridge.app.BridgeApplication;
import io.gridclear.bridge.app.BridgeSettings;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.key.ValidatorKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A bridge in this process, and what its page of metrics says. */
public final class LocalBridge implements AutoCloseable {

    private final BridgeApplication application;
    private final HttpClient http = HttpClient.newHttpClient();

    private LocalBridge(BridgeApplication application) {
        this.application = application;
    }

    /** Starts a bridge; the chain stays its caller's to close. */
    public static LocalBridge start(TestCluster cluster, String group, Chain chain, ValidatorKey operator) {
        return start(cluster, group, chain, operator, Map.of());
    }

    /** As above, with further settings of its Kafka clients. */
    public static LocalBridge start(
            TestCluster cluster, String group, Chain chain, ValidatorKey operator, Map<String, String> client) {
        BridgeSettings settings = new BridgeSettings(
                cluster.bootstrapServers(),
                cluster.registryUrl(),
                group,
                "1",
                chain.chainId(),
                Path.of("unused"),
                "",
                "127.0.0.1",
                0,
                client,
                Map.of());
        try {
            return new LocalBridge(BridgeApplication.start(settings, chain, operator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether its last turn went well. */
    public boolean isReady() {
        return application.isReady();
    }

    /** Whether it gave up. */
    public boolean hasFailed() {
        return application.hasFailed();
    }

    /**
     * A metric without labels.
     *
     * @param name as Prometheus reads it
     */
    public double metric(String name) {
        String prefix = name + " ";
        return page().lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(prefix.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page of metrics has no " + name));
    }

    private String page() {
        URI address = URI.create("http://127.0.0.1:" + application.httpPort() + "/metrics");
        try {
            return http.send(
                            HttpRequest.newBuilder(address)
                                    .timeout(Duration.ofMinutes(1))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterFailure("interrupted while reading metrics", e);
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
