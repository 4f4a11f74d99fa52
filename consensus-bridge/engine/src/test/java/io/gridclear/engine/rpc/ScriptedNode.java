package io.gridclear.engine.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A node's RPC interface that answers as the test says. */
final class ScriptedNode implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Function<JsonNode, String>> answers = new ConcurrentHashMap<>();

    /** Methods that were called, in order. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    ScriptedNode(String chainId, long height) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        status(chainId, height);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            String method = request.path("method").asText();
            calls.add(method);
            byte[] body = answers.get(method).apply(request.path("params")).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    ScriptedNode status(String chainId, long height) {
        return result(
                "status",
                "{\"node_info\":{\"network\":\"%s\"},\"sync_info\":{\"latest_block_height\":\"%d\"}}"
                        .formatted(chainId, height));
    }

    /** Answers a method with a result. */
    ScriptedNode result(String method, String result) {
        return raw(method, parameters -> "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
    }

    /** Answers a method with an error whose words are the engine's. */
    ScriptedNode error(String method, String data) {
        return raw(
                method,
                parameters -> "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"Internal error\","
                        + "\"data\":\"" + data + "\"}}");
    }

    /** Answers a method with anything. */
    ScriptedNode raw(String method, Function<JsonNode, String> answer) {
        answers.put(method, answer);
        return this;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
