package io.gridclear.engine.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One node's JSON-RPC interface (CometBFT v0.39). */
final class RpcNode {

    /** A page of 100 validators has 30 KB, a query of 1,000 outcomes half a megabyte in Base64. */
    private static final int MOST_ANSWER_BYTES = 16 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final HttpClient http;
    private final URI uri;

    RpcNode(HttpClient http, URI uri) {
        this.http = http;
        this.uri = uri;
    }

    static ObjectNode parameters() {
        return JSON.createObjectNode();
    }

    /**
     * Calls a method.
     *
     * @param timeout until the whole answer is there
     * @throws IOException if there is no answer in time, or it is none of JSON-RPC
     */
    RpcAnswer call(String method, ObjectNode parameters, Duration timeout) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(request(method, parameters)))
                        .build(),
                BoundedBody.of(MOST_ANSWER_BYTES));
        try {
            // The client's own timeout ends with the headers; this one covers the body too.
            HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return read(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(method + ": no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(method + ": " + cause, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            throw new IOException(method + ": interrupted", e);
        }
    }

    private static byte[] request(String method, ObjectNode parameters) throws JsonProcessingException {
        ObjectNode request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1).put("method", method);
        request.set("params", parameters);
        return JSON.writeValueAsBytes(request);
    }

    private static RpcAnswer read(int status, byte[] body) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("status " + status + " and no JSON: " + e.getOriginalMessage(), e);
        }
        // The engine answers its errors with status 500, in JSON-RPC's form.
        JsonNode error = root.path("error");
        if (error.isObject()) {
            return new RpcAnswer.Refused(new RpcError(
                    error.path("code").asLong(),
                    error.path("message").asText(),
                    error.path("data").asText()));
        }
        if (status != 200 || !root.has("result")) {
            throw new IOException("status " + status + " and neither result nor error");
        }
        return new RpcAnswer.Result(root.get("result"));
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
