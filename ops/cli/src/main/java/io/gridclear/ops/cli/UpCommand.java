package io.gridclear.ops.cli;

import io.gridclear.ops.demo.LiveMarket;
import io.gridclear.ops.stack.BrokerOptions;
import io.gridclear.ops.stack.RegistryOptions;
import io.gridclear.ops.stack.StackOptions;
import io.gridclear.ops.stack.StackStartException;
import io.gridclear.schemas.catalogue.TopicSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gridclear up}: broker, registry and application on loopback, until Ctrl-C. */
@Command(
        name = "up",
        header = "Runs a broker, a schema registry and the application on loopback, until Ctrl-C.",
        description = {
            "Prints their addresses; give them to 'gridclear fleet', 'gridclear tail' and to clients of your own. The "
                    + "registry keeps its schemas in memory, and registers them again at the next start."
        })
final class UpCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port of the broker, 0 for any (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Port of the registry, 0 for any (${DEFAULT-VALUE}).")
    private int registryPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "9464",
            description = "Port of health and metrics, 0 for any (${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Stream threads (${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps topics and state in this directory over restarts (default: nothing is kept).")
    private @Nullable Path data;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            LiveMarket market = LiveMarket.start(options(), data == null ? null : data.resolve("state"));
            CountDownLatch closed = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                market.close();
                                closed.countDown();
                            },
                            "down"));
            market.startApplication(threads, httpPort);
            terminal.print("broker    " + market.bootstrapServers());
            terminal.print("registry  " + market.registryUrl());
            terminal.print("health    " + market.healthUrl() + "/health/ready");
            terminal.print("metrics   " + market.healthUrl() + "/metrics");
            terminal.print("up until Ctrl-C");
            closed.await();
            return ExitCode.OK;
        } catch (IOException | StackStartException e) {
            throw CommandFailure.environment(String.valueOf(e.getMessage()), e);
        }
    }

    private StackOptions options() {
        try {
            return new StackOptions(
                    new BrokerOptions(data == null ? null : data.resolve("broker"), port, Map.of()),
                    new RegistryOptions(registryPort, null),
                    TopicSettings.EMBEDDED);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
