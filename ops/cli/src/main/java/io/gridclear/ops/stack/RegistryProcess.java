package io.gridclear.ops.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry (Apicurio, in memory) in a JVM of its own, with Confluent's API on loopback. It ends with
 * {@link #close()} and, whatever becomes of this process, with this process.
 */
public final class RegistryProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryProcess.class);

    private static final String CONFLUENT_API = "/apis/ccompat/v7";

    /** It takes three seconds on an idle machine; eighteen were seen where a dozen processes shared two cores. */
    private static final Duration START_WITHIN = Duration.ofSeconds(120);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration POLL_EVERY = Duration.ofMillis(50);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final int OK = 200;

    /** Between finding a free port and binding it somebody else may take it; three times in a row nobody does. */
    private static final int PORT_ATTEMPTS = 3;

    private static final int LOG_LINES_SHOWN = 5;

    private final Process process;
    private final TemporaryDirectory directory;
    private final Path logFile;
    private final String url;

    private RegistryProcess(RegistryHome home, int port, int managementPort, RegistryOptions options) {
        this.directory = new TemporaryDirectory("gridclear-registry-");
        this.logFile = options.logFile() != null
                ? options.logFile().toAbsolutePath()
                : directory.path().resolve("registry.log");
        this.url = "http://" + LoopbackPorts.HOST + ":" + port + CONFLUENT_API;
        try {
            this.process = launch(home, port, managementPort);
        } catch (IOException e) {
            directory.close();
            throw new StackStartException("the schema registry's process could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * A registry that answers when this returns.
     *
     * @throws StackStartException if its files are missing, or if it ends or does not answer within two minutes
     */
    public static RegistryProcess start(RegistryOptions options) {
        return start(RegistryHome.find(), options);
    }

    static RegistryProcess start(RegistryHome home, RegistryOptions options) {
        for (int attempt = 1; ; attempt++) {
            List<Integer> free = LoopbackPorts.free(2);
            int port = options.port() != 0 ? options.port() : free.get(0);
            RegistryProcess registry = new RegistryProcess(home, port, free.get(1), options);
            try {
                registry.awaitAnswer();
                return registry;
            } catch (StackStartException e) {
                boolean ended = !registry.process.isAlive();
                registry.close();
                if (!ended || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
                LOG.warn("registry start {} of {} failed on port {}", attempt, PORT_ATTEMPTS, port, e);
            }
        }
    }

    /** Address of the registry for Confluent's clients. */
    public String url() {
        return url;
    }

    /** Process id of the registry. */
    public long pid() {
        return process.pid();
    }

    private Process launch(RegistryHome home, int port, int managementPort) throws IOException {
        Path guard = writeGuardJar();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // starts often and lives short: compile quickly, take little
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:-UsePerfData",
                "-Dquarkus.http.host=" + LoopbackPorts.HOST,
                "-Dquarkus.http.port=" + port,
                "-Dquarkus.http.access-log.enabled=false",
                "-Dquarkus.management.host=" + LoopbackPorts.HOST,
                "-Dquarkus.management.port=" + managementPort,
                "-cp",
                guard + System.getProperty("path.separator") + home.runner(),
                RegistryGuard.class.getName(),
                home.mainClass());
        // settings meant for some other registry on this machine
        builder.environment().keySet().removeIf(name -> name.startsWith("QUARKUS_") || name.startsWith("APICURIO_"));
        builder.directory(directory.path().toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(logFile.toFile());
        return builder.start();
    }

    /** One class out of this program's own classes, which must not come near the registry's libraries. */
    private Path writeGuardJar() throws IOException {
        Path jar = directory.path().resolve("guard.jar");
        String entry = RegistryGuard.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = RegistryGuard.class.getClassLoader().getResourceAsStream(entry);
                OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            if (bytes == null) {
                throw new IOException(entry + " is not on the class path");
            }
            out.putNextEntry(new JarEntry(entry));
            bytes.transferTo(out);
        }
        return jar;
    }

    private void awaitAnswer() {
        HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
        long deadlineNs = System.nanoTime() + START_WITHIN.toNanos();
        while (!answers(http)) {
            if (!process.isAlive()) {
                throw new StackStartException("the schema registry ended with exit code " + process.exitValue()
                        + " before it answered; its last words: " + lastWords());
            }
            if (System.nanoTime() > deadlineNs) {
                throw new StackStartException("the schema registry did not answer at " + url + " within "
                        + START_WITHIN.toSeconds() + " s; is the machine overloaded? Its last words: " + lastWords());
            }
            pause();
        }
    }

    private boolean answers(HttpClient http) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/subjects"))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            return process.isAlive()
                    && http.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL_EVERY.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static StackStartException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new StackStartException("stopped while waiting for the schema registry", e);
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(logFile, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
        } catch (IOException e) {
            return "none (" + e + ")";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        directory.close();
    }
}
