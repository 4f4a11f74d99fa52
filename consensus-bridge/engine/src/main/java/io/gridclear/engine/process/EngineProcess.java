package io.gridclear.engine.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the engine's process. Its output goes to {@code engine.log} in its home; {@code engine.pid} beside it names
 * the process, so that whoever starts next finds one that outlived its supervisor.
 */
final class EngineProcess {

    private static final Logger log = LoggerFactory.getLogger(EngineProcess.class);

    /** It flushes its stores; longest seen on two busy cores: 2 s. */
    private static final long STOP_SECONDS = 10;

    /** After SIGKILL only the kernel is waited for. */
    private static final long KILL_SECONDS = 10;

    /** The log of one life and that of the lives before, each at most about so long when the next begins. */
    private static final long LOG_BYTES = 16L * 1024 * 1024;

    private static final long POLL_MS = 10;

    private static final String PID_FILE = "engine.pid";

    private final ProcessHandle handle;
    private final Path pidFile;

    private EngineProcess(ProcessHandle handle, Path pidFile) {
        this.handle = handle;
        this.pidFile = pidFile;
    }

    /**
     * Starts the engine; ends first what an earlier supervisor left running in the same home.
     *
     * @param applicationUri where our server listens
     * @throws IOException if it cannot be started
     */
    static EngineProcess start(CometBinary binary, CometHome home, String applicationUri) throws IOException {
        Path pidFile = home.file(PID_FILE);
        endOrphan(pidFile, home);
        Path output = home.file("engine.log");
        if (Files.exists(output) && Files.size(output) > LOG_BYTES) {
            Files.move(output, home.file("engine.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        binary.path().toString(),
                        "start",
                        "--home",
                        home.directory().toString(),
                        "--proxy_app",
                        applicationUri)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        // They would override the settings file.
        builder.environment().keySet().removeIf(name -> name.startsWith("CMT") || name.startsWith("TM_"));
        ProcessHandle handle = builder.start().toHandle();
        EngineProcess process = new EngineProcess(handle, pidFile);
        try {
            Files.writeString(pidFile, handle.pid() + "\n");
        } catch (IOException e) {
            process.stop();
            throw e;
        }
        return process;
    }

    long pid() {
        return handle.pid();
    }

    boolean isAlive() {
        return handle.isAlive();
    }

    /** Completes when the process has ended. */
    CompletableFuture<ProcessHandle> onExit() {
        return handle.onExit();
    }

    /** SIGTERM, and SIGKILL to what does not end of it. The process is gone when this returns. */
    void stop() {
        end(handle);
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            log.warn("{} stays behind: {}", pidFile, e.getMessage());
        }
    }

    /** SIGKILL, without waiting. */
    void kill() {
        handle.destroyForcibly();
    }

    private static void endOrphan(Path pidFile, CometHome home) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> orphan = running(Files.readString(pidFile, StandardCharsets.UTF_8), home);
        if (orphan.isPresent()) {
            log.warn(
                    "an engine outlived its supervisor, pid {}: ended",
                    orphan.get().pid());
            end(orphan.get());
        }
        Files.deleteIfExists(pidFile);
    }

    /** The process of a pid file, unless it has ended and its number belongs to somebody else by now. */
    private static Optional<ProcessHandle> running(String content, CometHome home) {
        try {
            return ProcessHandle.of(Long.parseLong(content.strip()))
                    .filter(handle -> handle.info()
                            .arguments()
                            .filter(words ->
                                    List.of(words).contains(home.directory().toString()))
                            .isPresent());
        } catch (NumberFormatException e) {
            log.warn("{} names no process: '{}'", PID_FILE, content.strip());
            return Optional.empty();
        }
    }

    private static void end(ProcessHandle handle) {
        handle.destroy();
        if (!hasEnded(handle, STOP_SECONDS)) {
            log.warn("the engine, pid {}, does not end within {} s: killed", handle.pid(), STOP_SECONDS);
            handle.destroyForcibly();
            if (!hasEnded(handle, KILL_SECONDS)) {
                throw new IllegalStateException("pid " + handle.pid() + " survives SIGKILL");
            }
        }
    }

    private static boolean hasEnded(ProcessHandle handle, long seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean interrupted = false;
        while (isRunning(handle) && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                // An interrupted stop is still a stop: leaving the process behind would be worse.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !isRunning(handle);
    }

    /** An orphan that has ended may stay in the process table for as long as its new parent likes: it has no command. */
    private static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && handle.info().command().isPresent();
    }
}
