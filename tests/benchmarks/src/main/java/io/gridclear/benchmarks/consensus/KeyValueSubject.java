package io.gridclear.benchmarks.consensus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Entries of the engine's own key-value store, each a transaction as long as a clearing's. The store says how many entries
 * it has; which ones they are is not asked, so that they count as done in their order.
 */
final class KeyValueSubject implements Subject {

    /** A transaction of {@link LedgerSubject} has 300 bytes. */
    private static final String VALUE = "v".repeat(288);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL = Duration.ofSeconds(5);

    private final Chain chain;
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest info;
    private long done;

    KeyValueSubject(Chain chain, URI rpc) {
        this.chain = chain;
        this.info =
                HttpRequest.newBuilder(rpc.resolve("/abci_info")).timeout(CALL).build();
    }

    @Override
    public boolean handIn(long number) throws ChainUnavailableException {
        String entry = "key" + number + "=" + VALUE;
        return chain.submit(entry.getBytes(StandardCharsets.UTF_8)).isAccepted();
    }

    @Override
    public List<Long> done() throws ChainUnavailableException {
        long size = size();
        List<Long> numbers =
                new ArrayList<>(LongStream.range(done, size).boxed().toList());
        done = size;
        return numbers;
    }

    private long size() throws ChainUnavailableException {
        try {
            JsonNode answer =
                    JSON.readTree(http.send(info, BodyHandlers.ofByteArray()).body());
            JsonNode data = answer.path("result").path("response").path("data");
            JsonNode size = JSON.readTree(data.asText()).path("size");
            if (!size.isIntegralNumber()) {
                throw new ChainUnavailableException("the store does not say its size: " + answer);
            }
            return size.longValue();
        } catch (IOException e) {
            throw new ChainUnavailableException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChainUnavailableException("interrupted", e);
        }
    }
}
