package io.gridclear.engine.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.chain.LightBlock.Validator;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A chain of CometBFT nodes. Every call asks one node, and the others in turn while that fails; which of them is honest
 * is not its business: receipts are verified, and answers that matter are asked of one's own node.
 */
public final class CometChain implements Chain {

    /** Code of a refusal by the engine itself, which no application uses: on the wire codes are unsigned. */
    public static final int REFUSED_BY_THE_ENGINE = -1;

    /** The engine's most a page. */
    private static final int PAGE = 100;

    /** A set of so many validators is none that this engine could run with. */
    private static final int MOST_VALIDATORS = 10_000;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int MOST_NODES = 64;

    private final String chainId;
    private final Duration timeout;
    private final ExecutorService executor;
    private final NodeChoice choice;

    /**
     * A client.
     *
     * @param chainId nodes of another chain are not asked
     * @param nodes RPC interfaces, for example {@code http://127.0.0.1:26657}; the first is preferred
     * @param timeout for one node's answer
     */
    public CometChain(String chainId, List<URI> nodes, Duration timeout) {
        if (nodes.isEmpty() || nodes.size() > MOST_NODES) {
            throw new IllegalArgumentException("1 to " + MOST_NODES + " nodes, not " + nodes.size());
        }
        this.chainId = chainId;
        this.timeout = timeout;
        this.executor = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "chain-rpc");
            thread.setDaemon(true);
            return thread;
        });
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .executor(executor)
                .build();
        this.choice = new NodeChoice(
                chainId, nodes.stream().map(uri -> new RpcNode(http, uri)).toList(), executor, System::nanoTime);
    }

    @Override
    public String chainId() {
        return chainId;
    }

    @Override
    public TransactionResult submit(byte[] transaction) throws ChainUnavailableException {
        ObjectNode parameters =
                RpcNode.parameters().put("tx", Base64.getEncoder().encodeToString(transaction));
        return ask("broadcast_tx_sync", parameters, answer -> {
            if (answer instanceof RpcAnswer.Refused refused) {
                if (refused.error().isTransactionKnown()) {
                    return new TransactionResult(0, "in the mempool already");
                }
                if (refused.error().isTransactionTooLarge()) {
                    return new TransactionResult(
                            REFUSED_BY_THE_ENGINE, refused.error().data());
                }
            }
            JsonNode result = result(answer);
            return new TransactionResult(JsonFields.int32(result, "code"), JsonFields.text(result, "log"));
        });
    }

    @Override
    public QueryAnswer query(String path, byte[] data) throws ChainUnavailableException {
        ObjectNode parameters = RpcNode.parameters()
                .put("path", path)
                .put("data", HexFormat.of().formatHex(data))
                .put("height", "0")
                .put("prove", false);
        return ask("abci_query", parameters, answer -> {
            JsonNode response = JsonFields.object(result(answer), "response");
            return new QueryAnswer(
                    JsonFields.int32(response, "code"),
                    JsonFields.text(response, "log"),
                    JsonFields.int64(response, "height"),
                    JsonFields.base64(response, "value"));
        });
    }

    @Override
    public long height() throws ChainUnavailableException {
        return ask(
                "status",
                RpcNode.parameters(),
                answer -> JsonFields.int64(JsonFields.object(result(answer), "sync_info"), "latest_block_height"));
    }

    @Override
    public Optional<LightBlock> lightBlock(long height) throws ChainUnavailableException {
        if (height < 1) {
            throw new IllegalArgumentException("heights begin at 1, not " + height);
        }
        ObjectNode parameters = RpcNode.parameters().put("height", Long.toString(height));
        Optional<JsonNode> signedHeader = ask("commit", parameters, answer -> {
            if (answer instanceof RpcAnswer.Refused refused && refused.error().isHeightInTheFuture()) {
                return Optional.empty();
            }
            JsonNode result = result(answer);
            return result.isNull() ? Optional.empty() : Optional.of(JsonFields.object(result, "signed_header"));
        });
        if (signedHeader.isEmpty()) {
            return Optional.empty();
        }
        try {
            LightBlock block = new LightBlock(
                    LightBlockReader.header(JsonFields.object(signedHeader.get(), "header")),
                    LightBlockReader.commit(JsonFields.object(signedHeader.get(), "commit")),
                    validators(height));
            if (block.header().height() != height || !block.header().chainId().equals(chainId)) {
                throw new IOException("asked for height " + height + " and given "
                        + block.header().height() + " of " + block.header().chainId());
            }
            return Optional.of(block);
        } catch (IOException e) {
            throw new ChainUnavailableException("commit: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<List<byte[]>> transactions(long height) throws ChainUnavailableException {
        if (height < 1) {
            throw new IllegalArgumentException("heights begin at 1, not " + height);
        }
        ObjectNode parameters = RpcNode.parameters().put("height", Long.toString(height));
        return ask("block", parameters, answer -> {
            if (answer instanceof RpcAnswer.Refused refused && refused.error().isHeightInTheFuture()) {
                return Optional.empty();
            }
            JsonNode block = JsonFields.object(result(answer), "block");
            if (JsonFields.int64(JsonFields.object(block, "header"), "height") != height) {
                throw new IOException("asked for the block of height " + height + " and given another");
            }
            List<byte[]> transactions = new ArrayList<>();
            for (JsonNode transaction : JsonFields.object(block, "data").path("txs")) {
                byte[] bytes = transaction.binaryValue();
                if (bytes == null) {
                    throw new IOException("a transaction of the block of height " + height + " is no text");
                }
                transactions.add(bytes);
            }
            return Optional.of(transactions);
        });
    }

    private List<Validator> validators(long height) throws ChainUnavailableException {
        List<Validator> all = new ArrayList<>();
        int page = 1;
        while (true) {
            ObjectNode parameters = RpcNode.parameters()
                    .put("height", Long.toString(height))
                    .put("page", Integer.toString(page))
                    .put("per_page", Integer.toString(PAGE));
            JsonNode result = ask("validators", parameters, CometChain::result);
            try {
                long total = JsonFields.int64(result, "total");
                List<Validator> more = LightBlockReader.validators(result);
                all.addAll(more);
                if (all.size() == total) {
                    return List.copyOf(all);
                }
                if (more.isEmpty() || all.size() > total || total > MOST_VALIDATORS) {
                    throw new IOException(all.size() + " validators of " + total);
                }
            } catch (IOException e) {
                throw new ChainUnavailableException("validators: " + e.getMessage(), e);
            }
            page++;
        }
    }

    @Override
    public String describe() {
        return "CometBFT: safe and live with less than a third of the voting power faulty";
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** Makes something of an answer, or fails; then the next node is asked. */
    @FunctionalInterface
    private interface Reading<T> {
        T read(RpcAnswer answer) throws IOException;
    }

    private <T> T ask(String method, ObjectNode parameters, Reading<T> reading) throws ChainUnavailableException {
        List<String> failures = new ArrayList<>();
        for (RpcNode node : choice.inOrder()) {
            try {
                return reading.read(node.call(method, parameters, timeout));
            } catch (IOException e) {
                failures.add(node + ": " + e.getMessage());
                choice.failed(node);
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        throw new ChainUnavailableException(
                failures.isEmpty()
                        ? "no node of the chain " + chainId + " answers"
                        : method + " fails on every node: " + String.join("; ", failures));
    }

    private static JsonNode result(RpcAnswer answer) throws IOException {
        if (answer instanceof RpcAnswer.Result result) {
            return result.value();
        }
        RpcError error = ((RpcAnswer.Refused) answer).error();
        throw new IOException(error.message() + " (" + error.code() + "): " + error.data());
    }
}
