package io.gridclear.engine.abci;

import io.gridclear.engine.abci.proto.AbciProto.Request;
import io.gridclear.engine.abci.proto.AbciProto.Response;
import io.gridclear.engine.abci.proto.AbciProto.ResponseException;
import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ledger.application.ReplicatedApplication;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one application to one engine over a Unix or loopback socket. The engine opens four connections (consensus,
 * mempool, queries, snapshots); each gets its replies in the order of its requests, and one lock lets a single call at a
 * time into the application, so that the mempool and queries see the last committed state and nothing half done.
 *
 * <p>What the application throws is told to the engine, which stops on it; then the server stops, and says so once.
 */
public final class AbciServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AbciServer.class);

    /** A full block of 4 MiB with its commit, or a genesis with thousands of nodes, four times over. */
    public static final int MOST_FRAME_BYTES = 16 * 1024 * 1024;

    /** The four of one engine, and four that a dying one has not closed yet. */
    static final int MOST_CONNECTIONS = 8;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final ApplicationAdapter adapter;
    private final Consumer<Throwable> onBroken;
    private final int mostFrameBytes;
    private final Object applicationLock = new Object();
    private final List<SocketChannel> connections = new ArrayList<>();
    private boolean closed;

    /** Guarded by the lock of the application: nobody enters it any more. */
    private boolean retired;

    private volatile @Nullable Throwable failure;

    private AbciServer(
            ServerSocketChannel listener,
            ReplicatedApplication application,
            Consumer<List<LedgerEvent>> events,
            Consumer<Throwable> onBroken,
            int mostFrameBytes)
            throws IOException {
        this.listener = listener;
        this.address = listener.getLocalAddress();
        this.adapter = new ApplicationAdapter(application, events);
        this.onBroken = onBroken;
        this.mostFrameBytes = mostFrameBytes;
    }

    /**
     * Listens, and serves until it is closed.
     *
     * @param address path of a Unix socket, which must not be there yet, or a loopback address (port 0 picks one)
     * @param application called under one lock; not closed by this server
     * @param events what happened in a block, once it is committed; called under the same lock
     * @param onBroken told once, after the server has stopped, when the application threw
     * @throws IOException if nothing can listen there
     */
    public static AbciServer start(
            SocketAddress address,
            ReplicatedApplication application,
            Consumer<List<LedgerEvent>> events,
            Consumer<Throwable> onBroken)
            throws IOException {
        return start(address, application, events, onBroken, MOST_FRAME_BYTES);
    }

    static AbciServer start(
            SocketAddress address,
            ReplicatedApplication application,
            Consumer<List<LedgerEvent>> events,
            Consumer<Throwable> onBroken,
            int mostFrameBytes)
            throws IOException {
        ServerSocketChannel listener = open(address);
        AbciServer server;
        try {
            listener.bind(address, MOST_CONNECTIONS);
            server = new AbciServer(listener, application, events, onBroken, mostFrameBytes);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        daemon("abci-accept", server::accept);
        return server;
    }

    private static ServerSocketChannel open(SocketAddress address) throws IOException {
        if (address instanceof UnixDomainSocketAddress) {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        }
        if (address instanceof InetSocketAddress inet && isLoopback(inet.getAddress())) {
            return ServerSocketChannel.open();
        }
        throw new IllegalArgumentException("the protocol knows no access control: " + address + " is not on loopback");
    }

    private static boolean isLoopback(@Nullable InetAddress address) {
        return address != null && address.isLoopbackAddress();
    }

    /** The address as the engine's {@code proxy_app} names it. */
    public String engineUri() {
        if (address instanceof InetSocketAddress inet) {
            return "tcp://" + inet.getAddress().getHostAddress() + ":" + inet.getPort();
        }
        return "unix://" + ((UnixDomainSocketAddress) address).getPath().toAbsolutePath();
    }

    /** What the application threw, if it did. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private void accept() {
        int number = 0;
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                if (address instanceof InetSocketAddress) {
                    connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
                }
                if (!enter(connection)) {
                    log.warn("a connection too many, there are {} already: closed", MOST_CONNECTIONS);
                    closeQuietly(connection);
                    continue;
                }
                String name = "abci-" + number++;
                daemon(name, () -> serve(connection, name));
            }
        } catch (ClosedChannelException e) {
            log.debug("no longer listening on {}", address);
        } catch (IOException e) {
            log.error("cannot accept connections on {}: the engine will find nobody", address, e);
            close();
        }
    }

    private void serve(SocketChannel connection, String name) {
        try {
            // Reads and writes are of one thread: in a JDK before 19 they share a lock.
            InputStream in = new BufferedInputStream(Channels.newInputStream(connection), BUFFER_BYTES);
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(connection), BUFFER_BYTES);
            FrameReader requests = new FrameReader(in, mostFrameBytes);
            while (true) {
                Optional<Request> request = requests.next();
                if (request.isEmpty()) {
                    log.debug("{} closed by the engine", name);
                    return;
                }
                if (!reply(request.get(), out)) {
                    return;
                }
            }
        } catch (MalformedFrameException e) {
            log.warn("{} closed, it does not speak ABCI: {}", name, e.getMessage());
        } catch (ClosedChannelException e) {
            log.debug("{} closed", name);
        } catch (IOException e) {
            log.info("{} lost: {}", name, e.getMessage());
        } finally {
            leave(connection);
        }
    }

    /** False when the application is broken; then the server has stopped. */
    private boolean reply(Request request, OutputStream out) throws IOException {
        Response response = null;
        synchronized (applicationLock) {
            if (retired) {
                return false;
            }
            try {
                response = adapter.answer(request);
            } catch (Throwable e) { // Error too: an assertion or an overflow leaves a replica in no better state
                retired = true;
                failure = e;
            }
        }
        if (response == null) {
            broken(request, out, Objects.requireNonNull(failure));
            return false;
        }
        response.writeDelimitedTo(out);
        if (request.hasFlush()) {
            out.flush();
        }
        return true;
    }

    private void broken(Request request, OutputStream out, Throwable cause) {
        log.error("the application failed at {}: this replica stops", request.getValueCase(), cause);
        try {
            Response.newBuilder()
                    .setException(ResponseException.newBuilder().setError(cause.toString()))
                    .build()
                    .writeDelimitedTo(out);
            out.flush();
        } catch (IOException e) {
            log.warn("the engine could not be told: {}", e.getMessage());
        }
        if (stop()) {
            onBroken.accept(cause);
        }
    }

    private boolean enter(SocketChannel connection) {
        synchronized (connections) {
            if (closed || connections.size() >= MOST_CONNECTIONS) {
                return false;
            }
            return connections.add(connection);
        }
    }

    private void leave(SocketChannel connection) {
        closeQuietly(connection);
        synchronized (connections) {
            connections.remove(connection);
        }
    }

    /** Stops listening and closes all connections. When it returns, nobody is in the application or enters it any more. */
    @Override
    public void close() {
        stop();
        synchronized (applicationLock) {
            retired = true;
        }
    }

    private boolean stop() {
        List<SocketChannel> open;
        synchronized (connections) {
            if (closed) {
                return false;
            }
            closed = true;
            open = List.copyOf(connections);
        }
        closeQuietly(listener);
        open.forEach(AbciServer::closeQuietly);
        if (address instanceof UnixDomainSocketAddress unix) {
            try {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException e) {
                log.warn("the socket {} stays behind: {}", unix, e.getMessage());
            }
        }
        return true;
    }

    private static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("closing a channel: {}", e.getMessage());
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
