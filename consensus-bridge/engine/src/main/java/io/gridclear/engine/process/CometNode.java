package io.gridclear.engine.process;

import io.gridclear.engine.abci.AbciServer;
import io.gridclear.engine.abci.BrokenReplicaException;
import io.gridclear.ledger.application.LedgerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: an application, the server in front of it, and an engine process, which live and die together. When the engine
 * ends, the application is closed, opened again from what it had committed, and a new engine replays the rest; pauses
 * between the tries grow. When the application breaks, all of it stops and stays so: a broken replica must not vote.
 *
 * <p>One node a home, held by a lock. The engine ends with this process: by {@link #close}, by a hook when the JVM ends, by
 * the loss of its connections when the JVM is killed, and at the next start at the latest.
 */
public final class CometNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CometNode.class);

    /** The kernel's bound is 108 bytes with the closing zero; macOS has 104. */
    private static final int MOST_SOCKET_PATH_BYTES = 100;

    private final CometBinary binary;
    private final CometHome home;
    private final Replica.Source source;
    private final Consumer<List<LedgerEvent>> events;
    private final FileChannel lock;
    private final Thread supervisor;
    private final Thread shutdown;
    private final RestartPauses pauses = new RestartPauses();
    private final AtomicInteger starts = new AtomicInteger();

    /** Released when the engine ends, the application breaks or the node is closed; a permit too many does no harm. */
    private final Semaphore stir = new Semaphore(0);

    /** Completed when somebody wants the node to end. */
    private final CompletableFuture<Void> closing = new CompletableFuture<>();

    /** Completed when the node has ended: with what broke it, or empty. */
    private final CompletableFuture<Optional<Throwable>> ended = new CompletableFuture<>();

    private volatile @Nullable EngineProcess engine;

    private volatile boolean killed;

    private CometNode(
            CometBinary binary,
            CometHome home,
            Replica.Source source,
            Consumer<List<LedgerEvent>> events,
            FileChannel lock) {
        this.binary = binary;
        this.home = home;
        this.source = source;
        this.events = events;
        this.lock = lock;
        this.supervisor =
                new Thread(this::supervise, "engine-" + home.directory().getFileName());
        this.supervisor.setDaemon(true);
        this.shutdown = new Thread(this::endWithTheJvm, "end of engine in " + home.directory());
    }

    /**
     * Starts a node in the background.
     *
     * @param home configured
     * @param source opens the application, anew for each life of the engine
     * @param events what happened in each committed block; must be quick
     * @throws IOException if another process runs a node in the same home, or it is not configured
     */
    public static CometNode start(
            CometBinary binary, CometHome home, Replica.Source source, Consumer<List<LedgerEvent>> events)
            throws IOException {
        if (!home.isConfigured()) {
            throw new IOException("no configured node in " + home.directory());
        }
        CometNode node = new CometNode(binary, home, source, events, lock(home));
        Runtime.getRuntime().addShutdownHook(node.shutdown);
        node.supervisor.start();
        return node;
    }

    /** Process id of the engine, while one runs. */
    public Optional<Long> enginePid() {
        return Optional.ofNullable(engine).map(EngineProcess::pid);
    }

    /** How often an engine was started. */
    public int starts() {
        return starts.get();
    }

    /** Whether the node has ended: it was closed, or is broken. */
    public boolean hasEnded() {
        return ended.isDone();
    }

    /**
     * Waits for the node to end.
     *
     * @return what broke it; empty if it was closed, or if it still runs after the wait
     */
    public Optional<Throwable> awaitEnd(Duration wait) throws InterruptedException {
        try {
            return ended.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is only completed with a value", e);
        }
    }

    /**
     * SIGKILL to the engine, as when its machine is gone, and nothing is started again. Does not wait: {@link #close} does.
     */
    public void kill() {
        killed = true; // before the supervisor wakes, which would stop the engine gracefully
        stop();
    }

    /** Stops engine and application, gracefully, and waits for their end. */
    @Override
    public void close() {
        stop();
        ended.join();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            log.debug("the JVM is ending already");
        }
    }

    private void stop() {
        closing.complete(null);
        stir.release();
    }

    private void endWithTheJvm() {
        stop();
        try {
            ended.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException e) {
            EngineProcess left = engine;
            if (left != null) {
                left.kill();
            }
        }
    }

    private void supervise() {
        @Nullable Throwable broken = null;
        try {
            while (broken == null && !closing.isDone()) {
                long began = System.nanoTime();
                broken = live();
                if (broken == null && !closing.isDone()) {
                    long pauseMs = pauses.afterRun(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                    log.warn("the engine in {} has ended; again in {} ms", home.directory(), pauseMs);
                    awaitClosing(pauseMs);
                }
            }
        } catch (RuntimeException | Error e) {
            broken = e;
        } finally {
            try {
                lock.close();
            } catch (IOException e) {
                log.warn("the lock of {} does not close: {}", home.directory(), e.getMessage());
            }
            if (broken != null) {
                log.error("the node in {} is broken and stays down", home.directory(), broken);
            }
            ended.complete(Optional.ofNullable(broken));
        }
    }

    /** One life of the pair; what broke the application, or null if it may live again. */
    private @Nullable Throwable live() {
        try (Replica replica = source.open();
                AbciServer server =
                        AbciServer.start(socket(), replica.application(), events, failure -> stir.release())) {
            EngineProcess process = EngineProcess.start(binary, home, server.engineUri());
            engine = process;
            starts.incrementAndGet();
            log.info("engine {} started in {}", process.pid(), home.directory());
            try {
                process.onExit().thenRun(stir::release);
                while (process.isAlive() && server.failure().isEmpty() && !closing.isDone()) {
                    stir.acquire();
                }
            } finally {
                if (killed) {
                    process.kill();
                }
                process.stop();
                engine = null;
            }
            server.close();
            return server.failure().orElse(null);
        } catch (IOException | UncheckedIOException e) {
            log.warn("the node in {} cannot start: {}", home.directory(), e.toString());
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new BrokenReplicaException("the supervisor was interrupted", e);
        }
    }

    private void awaitClosing(long ms) {
        try {
            closing.get(ms, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.debug("the pause is over");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing.complete(null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is only completed with a value", e);
        }
    }

    /** A socket in the home, which only its owner can enter; on loopback where its path is too long for one. */
    private SocketAddress socket() throws IOException {
        Path path = home.file("abci.sock");
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MOST_SOCKET_PATH_BYTES) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        }
        Files.deleteIfExists(path); // a killed process left it
        return UnixDomainSocketAddress.of(path);
    }

    private static FileChannel lock(CometHome home) throws IOException {
        FileChannel channel =
                FileChannel.open(home.file("supervisor.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            log.debug("held by this JVM", e);
        }
        channel.close();
        throw new IOException("a node runs in " + home.directory() + " already");
    }
}
