package io.gridclear.ops.committee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.engine.chain.ChainUnavailableException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks nodes which chain they are of, for commands that are told addresses only. */
public final class ChainIdLookup {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private ChainIdLookup() {}

    /**
     * The chain of the first node that answers.
     *
     * @param nodes RPC interfaces
     * @throws ChainUnavailableException if none answers as a node does
     */
    public static String of(List<URI> nodes) throws ChainUnavailableException {
        HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        List<String> failures = new ArrayList<>();
        for (URI node : nodes) {
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(node.resolve("/status"))
                                .timeout(TIMEOUT)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                JsonNode network = JSON.readTree(answer.body())
                        .path("result")
                        .path("node_info")
                        .path("network");
                if (answer.statusCode() == 200 && network.isTextual()) {
                    return network.textValue();
                }
                failures.add(node + " is no node of CometBFT");
            } catch (ConnectException e) {
                failures.add("nobody listens at " + node);
            } catch (IOException e) {
                String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                failures.add(node + ": " + why);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ChainUnavailableException("interrupted while " + node + " was asked", e);
            }
        }
        throw new ChainUnavailableException("no node answers: " + String.join("; ", failures));
    }
}
