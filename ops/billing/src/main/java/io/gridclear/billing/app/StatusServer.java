package io.gridclear.billing.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Health and metrics over HTTP: {@code /health/live} (200 while the loop turns), {@code /health/ready} (200 while the
 * database works), {@code /metrics} (Prometheus text format). The other processes have the same; none may know another.
 */
final class StatusServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService executor;

    private StatusServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    static StatusServer start(String host, int port, BillingLoop loop, Supplier<String> metrics) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException e) {
            throw new IOException(
                    "health and metrics cannot be served on " + host + ":" + port + ": " + e.getMessage()
                            + " (choose another http.port, 0 for any)",
                    e);
        }
        server.createContext("/health/live", exchange -> answer(exchange, loop.isAlive(), loop.state() + "\n"));
        server.createContext("/health/ready", exchange -> answer(exchange, loop.isReady(), loop.state() + "\n"));
        server.createContext("/metrics", exchange -> answer(exchange, true, metrics.get()));
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "status");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.start();
        return new StatusServer(server, executor);
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
