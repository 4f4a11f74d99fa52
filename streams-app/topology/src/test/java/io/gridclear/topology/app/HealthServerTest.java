package io.gridclear.topology.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an orchestrator and a scraper are told. */
class HealthServerTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED, 200, 503",
        "REBALANCING, 200, 503",
        "RUNNING, 200, 200",
        "PENDING_SHUTDOWN, 200, 503",
        "NOT_RUNNING, 503, 503",
        "PENDING_ERROR, 503, 503",
        "ERROR, 503, 503"
    })
    void liveWhileItMayDoItsWorkAndReadyWhileItDoes(KafkaStreams.State state, int live, int ready) throws Exception {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, () -> state, () -> "metrics\n")) {
            assertThat(get(server.port(), "/health/live").statusCode()).isEqualTo(live);
            HttpResponse<String> answer = get(server.port(), "/health/ready");
            assertThat(answer.statusCode()).isEqualTo(ready);
            assertThat(answer.body()).isEqualTo(state + "\n");
        }
    }

    @Test
    void everyStateOfKafkaStreamsIsInTheTable() {
        assertThat(KafkaStreams.State.values()).hasSize(7);
    }

    @Test
    void metricsAreServedAsTheyAreAtTheMoment() throws Exception {
        AtomicReference<String> metrics = new AtomicReference<>("a 1\n");
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, () -> KafkaStreams.State.ERROR, metrics::get)) {
            assertThat(get(server.port(), "/metrics").body()).isEqualTo("a 1\n");
            metrics.set("a 2 \u00e4\n");
            HttpResponse<String> answer = get(server.port(), "/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("a 2 \u00e4\n");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
        }
    }

    @Test
    void nothingElseIsThere() throws Exception {
        try (HealthServer server = HealthServer.start("127.0.0.1", 0, () -> KafkaStreams.State.RUNNING, () -> "")) {
            assertThat(get(server.port(), "/").statusCode()).isEqualTo(404);
            assertThat(get(server.port(), "/health").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidWithTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> HealthServer.start("127.0.0.1", port, () -> KafkaStreams.State.RUNNING, () -> ""))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining("http.port");
        }
    }

    @Test
    void afterItsEndNobodyListens() throws IOException {
        HealthServer server = HealthServer.start("127.0.0.1", 0, () -> KafkaStreams.State.RUNNING, () -> "");
        int port = server.port();
        server.close();
        assertThatThrownBy(() -> get(port, "/health/live")).isInstanceOf(ConnectException.class);
    }

    /** The clients of brokers and registry are open by then, and must not keep the process alive. */
    @Test
    void anInstanceWhosePortIsTakenLeavesNoThreadBehind(@TempDir Path stateDir) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            StreamsSettings settings = StreamsSettings.of(
                    Map.of(
                            "bootstrap.servers",
                            "127.0.0.1:1",
                            "application.id",
                            "port-is-taken",
                            "state.dir",
                            stateDir.toString(),
                            "http.port",
                            Integer.toString(taken.getLocalPort())),
                    name -> null,
                    new Properties());
            assertThatThrownBy(() -> StreamsApplication.start(settings))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("http.port");
            await().until(() -> Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().contains("port-is-taken")));
        }
    }
}
