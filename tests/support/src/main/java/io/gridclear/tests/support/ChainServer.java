package io.gridclear.tests.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.chain.LightBlock;
import io.gridclear.engine.light.LightBlockCodec;
import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Serves this process's chain to others on loopback, and can be told what to do at a call. */
public final class ChainServer implements AutoCloseable {

    /** Does something before a call is answered; what it does may never return to the caller, who may be dead. */
    @FunctionalInterface
    public interface AtCall {

        /** @param call number of the call, from 1, since the last {@link ChainServer#restartCount} */
        void at(long call);
    }

    private static final int MOST = 16 << 20;

    private final Chain chain;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final AtomicLong calls = new AtomicLong();
    private volatile AtCall atCall = call -> {};

    public ChainServer(Chain chain) {
        this.chain = chain;
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Counts calls anew and does this at each of them. */
    public void restartCount(AtCall what) {
        calls.set(0);
        atCall = what;
    }

    /** Calls since the last {@link #restartCount}. */
    public long calls() {
        return calls.get();
    }

    /** Where it is served. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            atCall.at(calls.incrementAndGet());
            byte[] answer = answer(exchange.getRequestURI().getPath(), request);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (ChainUnavailableException e) {
            exchange.sendResponseHeaders(503, -1);
        }
    }

    private byte[] answer(String path, byte[] request) throws ChainUnavailableException {
        CanonicalReader in = new CanonicalReader(request);
        CanonicalWriter out = new CanonicalWriter();
        switch (path) {
            case "/chain-id" -> out.string(chain.chainId());
            case "/height" -> out.int64(chain.height());
            case "/submit" -> {
                TransactionResult result = chain.submit(in.bytes(MOST));
                out.int32(result.code()).string(result.detail());
            }
            case "/query" -> {
                QueryAnswer answer = chain.query(in.string(MOST), in.bytes(MOST));
                out.int32(answer.code())
                        .string(answer.detail())
                        .int64(answer.height())
                        .bytes(answer.value());
            }
            default -> chain.lightBlock(in.int64()).ifPresent(block -> LightBlockCodec.write(out, block));
        }
        return out.toBytes();
    }

    /** The chain as another process sees it. */
    public static Chain connect(String address) {
        return new Remote(address);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private static final class Remote implements Chain {
        private final HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        private final String address;

        Remote(String address) {
            this.address = address;
        }

        private CanonicalReader ask(String path, CanonicalWriter request) throws ChainUnavailableException {
            try {
                HttpResponse<byte[]> response = http.send(
                        HttpRequest.newBuilder(URI.create(address + path))
                                .timeout(Duration.ofSeconds(10))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(request.toBytes()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() != 200) {
                    throw new ChainUnavailableException("status " + response.statusCode());
                }
                return new CanonicalReader(response.body());
            } catch (IOException e) {
                throw new ChainUnavailableException(address + " does not answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ChainUnavailableException("interrupted", e);
            }
        }

        @Override
        public String chainId() {
            try {
                return ask("/chain-id", new CanonicalWriter()).string(MOST);
            } catch (ChainUnavailableException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public TransactionResult submit(byte[] transaction) throws ChainUnavailableException {
            CanonicalReader in = ask("/submit", new CanonicalWriter().bytes(transaction));
            return new TransactionResult(in.int32(), in.string(MOST));
        }

        @Override
        public QueryAnswer query(String path, byte[] data) throws ChainUnavailableException {
            CanonicalReader in =
                    ask("/query", new CanonicalWriter().string(path).bytes(data));
            return new QueryAnswer(in.int32(), in.string(MOST), in.int64(), in.bytes(MOST));
        }

        @Override
        public long height() throws ChainUnavailableException {
            return ask("/height", new CanonicalWriter()).int64();
        }

        @Override
        public Optional<LightBlock> lightBlock(long height) throws ChainUnavailableException {
            CanonicalReader in = ask("/light", new CanonicalWriter().int64(height));
            return in.remaining() == 0 ? Optional.empty() : Optional.of(LightBlockCodec.read(in));
        }

        @Override
        public String describe() {
            return "the tests' chain";
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
