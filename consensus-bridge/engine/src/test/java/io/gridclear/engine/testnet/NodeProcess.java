package io.gridclear.engine.testnet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A JVM with one node, and the engine that is its child. */
public final class NodeProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Path log;
    private final Process process;
    private final Thread hook;

    private NodeProcess(Path log, Process process) {
        this.log = log;
        this.process = process;
        this.hook = new Thread(this::kill, "end of " + log);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static NodeProcess start(Path home, NodeMain.Application application, String... fault) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NodeMain.class.getName(),
                home.toString(),
                application.name()));
        command.addAll(List.of(fault));
        Path log = home.resolve("node.log");
        try {
            return new NodeProcess(
                    log,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Process id of the engine; fails while there is none. */
    public ProcessHandle engine() {
        return process.children().findFirst().orElseThrow();
    }

    /** SIGKILL to the JVM and to the engine: the machine is gone. */
    public void kill() {
        List<ProcessHandle> children = process.children().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        awaitEnd();
        Awaitility.await("end of the engine").until(() -> children.stream().noneMatch(NodeProcess::isRunning));
    }

    /** SIGKILL to the JVM alone; what becomes of the engine is the engine's matter. */
    public ProcessHandle killApplication() {
        ProcessHandle engine = engine();
        process.destroyForcibly();
        awaitEnd();
        return engine;
    }

    /** SIGTERM; the exit code. */
    public int stop() {
        process.destroy();
        return awaitEnd();
    }

    /** Whether a process runs: one that its parent has not looked after yet has ended all the same. */
    public static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** SIGSTOP to both: they keep their connections and do nothing. */
    public void pause() {
        process.children().forEach(child -> signal("STOP", child.pid()));
        signal("STOP", process.pid());
    }

    /** SIGCONT to both. */
    public void resume() {
        signal("CONT", process.pid());
        process.children().forEach(child -> signal("CONT", child.pid()));
    }

    /** Waits for the JVM to end by itself; the exit code. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not end:\n" + lastLines());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it and its engine said last. */
    public String lastLines() {
        return lastLines(log) + "\n" + lastLines(log.resolveSibling("engine.log"));
    }

    private static String lastLines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            List<String> all = lines.toList();
            return file + ":\n" + String.join("\n", all.subList(Math.max(0, all.size() - 20), all.size()));
        } catch (IOException | UncheckedIOException e) {
            return e.toString();
        }
    }

    private static void signal(String signal, long pid) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("pid " + pid + " takes no SIG" + signal);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // the JVM is ending
        }
    }
}
