package io.gridclear.ops.cli;

import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.embedded.EmbeddedChainListener;
import io.gridclear.ops.committee.CommitteePlan;
import io.gridclear.ops.committee.EmbeddedFounding;
import io.gridclear.ops.committee.EmbeddedNetwork;
import io.gridclear.ops.demo.LiveCommittee;
import io.gridclear.ops.demo.LiveMarket;
import io.gridclear.ops.stack.BrokerOptions;
import io.gridclear.ops.stack.RegistryOptions;
import io.gridclear.ops.stack.StackOptions;
import io.gridclear.ops.stack.StackStartException;
import io.gridclear.schemas.catalogue.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gridclear up}: broker, registry and application on loopback, until Ctrl-C. */
@Command(
        name = "up",
        header = "Runs a broker, a schema registry, the application and a ledger on loopback, until Ctrl-C.",
        description = {
            "The ledger's committee and the bridge run on the embedded log, which is not Byzantine fault tolerant.",
            "Prints their addresses; give them to 'gridclear fleet', 'gridclear tail' and to clients of your own. The "
                    + "registry keeps its schemas in memory, and registers them again at the next start."
        })
final class UpCommand implements Callable<Integer>, WritesLog {

    private static final String CHAIN = "gridclear-local";

    /** Fleets come here in compressed time: a correction need not wait the minute that real readings deserve. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

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

    @Option(
            names = "--validators",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Seats of the ledger's committee; with --data those of the first start stay (${DEFAULT-VALUE}).")
    private int validators;

    @Option(
            names = "--no-ledger",
            description = "Leave the ledger out, for one that runs apart (see 'validator' and 'bridge').")
    private boolean noLedger;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            LiveMarket market = LiveMarket.start(options(), data == null ? null : data.resolve("state"));
            CountDownLatch closed = new CountDownLatch(1);
            AtomicReference<@Nullable LiveCommittee> committee = new AtomicReference<>();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> down(market, committee.get(), closed), "down"));
            market.startApplication(threads, httpPort, SETTLING);
            if (!noLedger) {
                committee.set(startCommittee(market));
            }
            terminal.print("broker    " + market.bootstrapServers());
            terminal.print("registry  " + market.registryUrl());
            terminal.print("health    " + market.healthUrl() + "/health/ready");
            terminal.print("metrics   " + market.healthUrl() + "/metrics");
            LiveCommittee ledger = committee.get();
            if (ledger != null) {
                terminal.print("ledger    " + ledger.chain().describe());
            }
            terminal.print("up until Ctrl-C");
            closed.await();
            return ExitCode.OK;
        } catch (IOException | StackStartException e) {
            throw CommandFailure.environment(String.valueOf(e.getMessage()), e);
        }
    }

    private LiveCommittee startCommittee(LiveMarket market) throws IOException {
        Path directory = data == null ? null : data.resolve("ledger");
        EmbeddedFounding founding = directory == null
                ? EmbeddedFounding.generate(
                        CHAIN, System.currentTimeMillis(), validators, Collections.nCopies(validators, List.of()))
                : EmbeddedFounding.in(directory, CHAIN, validators, validators);
        EmbeddedNetwork network;
        try {
            network = EmbeddedNetwork.start(
                    founding.plan(),
                    founding.validatorKeys(),
                    StrictSignatures.best(),
                    EmbeddedChainListener.NONE,
                    directory);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new IOException("the ledger in " + directory + " cannot be opened: " + e.getMessage(), e);
        }
        return LiveCommittee.start(network, founding.plan(), market.topics());
    }

    private static void down(LiveMarket market, @Nullable LiveCommittee committee, CountDownLatch closed) {
        if (committee != null) {
            committee.close();
        }
        market.close();
        closed.countDown();
    }

    private StackOptions options() {
        if (validators < 1 || validators > CommitteePlan.MOST_ON_A_MACHINE) {
            throw CommandFailure.usage(
                    "--validators must be 1 to " + CommitteePlan.MOST_ON_A_MACHINE + ", is " + validators);
        }
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
