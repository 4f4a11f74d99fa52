package io.gridclear.benchmarks.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@link ApplicationMain} in a process of its own, so that its processor time is its own. */
final class ApplicationProcess implements AutoCloseable {

    private static final Path LOGS = Path.of("target", "benchmark-logs");

    private final Process process;
    private final Writer ids;

    private ApplicationProcess(Process process) {
        this.process = process;
        this.ids = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts the process; it does nothing before {@link #run}.
     *
     * @param settings of the application, by their keys
     * @param jvmOptions for example {@code -Xmx1g}
     */
    static ApplicationProcess start(Workload workload, Map<String, String> settings, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ApplicationMain.class.getName()));
        command.add(workload.name());
        settings.forEach((key, value) -> command.add(key + "=" + value));
        try {
            Files.createDirectories(LOGS);
            Path log = LOGS.resolve(workload.name().toLowerCase(java.util.Locale.ROOT) + ".log");
            return new ApplicationProcess(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + workload, e);
        }
    }

    /** Ends what runs, and begins anew, from the first bid on, under this application id. */
    void run(String applicationId) {
        try {
            ids.write(applicationId + "\n");
            ids.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the application has ended, see " + LOGS, e);
        }
    }

    /** Processor time of all its threads so far. */
    Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the application has ended, see " + LOGS));
    }

    @Override
    public void close() {
        try {
            ids.close();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
