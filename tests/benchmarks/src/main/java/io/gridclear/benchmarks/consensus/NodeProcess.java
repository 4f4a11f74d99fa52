package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.CometHome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of one node; its words are in {@code node.log} in its home. */
final class NodeProcess implements AutoCloseable {

    private static final long STOP_SECONDS = 30;

    private final Process process;
    private final Thread hook;

    private NodeProcess(Path home, List<String> command) throws IOException {
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("node.log").toFile()))
                .start();
        this.hook = new Thread(this::kill, "end of " + home);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The ledger with the engine as its child. */
    static NodeProcess ledger(CometBinary binary, CometHome home, List<String> jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ValidatorMain.class.getName()));
        command.addAll(List.of(home.directory().toString(), binary.path().toString()));
        return new NodeProcess(home.directory(), command);
    }

    /** The engine with its own store inside. */
    static NodeProcess kvstore(CometBinary binary, CometHome home) throws IOException {
        return new NodeProcess(
                home.directory(),
                List.of(
                        binary.path().toString(),
                        "start",
                        "--home",
                        home.directory().toString(),
                        "--proxy_app",
                        "kvstore"));
    }

    /** Processor time of the process itself. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Processor time of the engine that is its child; none if the engine is the process itself. */
    Duration childProcessorTime() {
        return process.children()
                .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** SIGKILL to the process and to its engine: the machine is gone. */
    void kill() {
        List<ProcessHandle> children = process.children().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** The ledger ends with its input, the engine's own store by SIGTERM. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (process.children().findAny().isEmpty()) {
                process.destroy();
            }
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
