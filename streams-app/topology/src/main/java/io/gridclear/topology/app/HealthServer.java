package io.gridclear.topology.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Health and metrics over HTTP: {@code /health/live} (200 while the process does its work or may come to), {@code
 * /health/ready} (200 while it runs all its tasks), {@code /metrics} (Prometheus text format).
 */
final class HealthServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService executor;

    private HealthServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    static HealthServer start(String host, int port, Supplier<KafkaStreams.State> state, Supplier<String> metrics)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new IOException(
                    "health and metrics cannot be served on " + host + ":" + port + ": " + e.getMessage()
                            + " (choose another http.port, 0 for any)",
                    e);
        }
        server.createContext("/health/live", exchange -> answer(exchange, isLive(state.get()), state.get() + "\n"));
        server.createContext(
                "/health/ready",
                exchange -> answer(exchange, state.get() == KafkaStreams.State.RUNNING, state.get() + "\n"));
        server.createContext("/metrics", exchange -> answer(exchange, true, metrics.get()));
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.start();
        return new HealthServer(server, executor);
    }

    private static boolean isLive(KafkaStreams.State state) {
        return state != KafkaStreams.State.ERROR
                && state != KafkaStreams.State.PENDING_ERROR
                && state != KafkaStreams.State.NOT_RUNNING;
    }

    private static void answer(HttpExchange exchange, boolean well, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(well ? 200 : 503, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
