package io.gridclear.ops.cli;

import io.gridclear.bridge.app.AgentApplication;
import io.gridclear.bridge.app.AgentSettings;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.process.CometBinary;
import io.gridclear.engine.process.EngineAbsentException;
import io.gridclear.ledger.application.LedgerEvent;
import io.gridclear.ops.committee.CometInstallation;
import io.gridclear.ops.committee.CometValidator;
import io.gridclear.ops.committee.NodeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gridclear validator}: one node of the ledger. */
@Command(
        name = "validator",
        header = "Runs a node of the ledger: its replica, CometBFT and its agent, until Ctrl-C.",
        description = {
            "The directory is one that 'testnet' wrote and that was carried to this host. The replica and the engine are "
                    + "started together and again after a crash; the agent fetches batches from the topics, re-executes "
                    + "each clearing while it is in office, and attests to what it computed. CometBFT is built with Go at "
                    + "the first time where it is not there.",
            "Serves the agent's /health/live, /health/ready and /metrics over HTTP."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear validator --home validator-1 --bootstrap broker:9092 --registry http://registry:8081")
final class ValidatorCommand implements Callable<Integer>, WritesLog {

    private static final Logger LOG = LoggerFactory.getLogger(ValidatorCommand.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Terminal terminal;

    @Option(names = "--home", paramLabel = "DIR", required = true, description = "The node's directory.")
    private Path home = Path.of("");

    @Mixin
    private final LedgerProcessOptions options = new LedgerProcessOptions(9466);

    ValidatorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!Files.isDirectory(home)) {
            throw CommandFailure.usage("--home " + home + ": no such directory");
        }
        NodeDirectory directory = new NodeDirectory(home);
        try {
            NodeDirectory.Description description = directory.description();
            ValidatorKey agentKey = directory.agentKey();
            AgentSettings settings = settings(description);
            options.requireCluster();
            CometBinary binary = CometInstallation.ofProcess().findOrInstall(terminal.err()::println);
            try (CometValidator validator = CometValidator.start(
                            binary, directory, StrictSignatures.best(), events -> log(description, events));
                    AgentApplication agent = AgentApplication.start(settings, validator.chain(), agentKey)) {
                Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "stop"));
                terminal.print("node " + description.name() + " of chain " + description.chainId() + ", RPC on "
                        + description.rpc());
                terminal.print("health and metrics on http://" + settings.httpHost() + ":" + agent.httpPort());
                return run(validator, agent);
            }
        } catch (EngineAbsentException e) {
            throw CommandFailure.environment(e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.environment(IoFailure.of(e), e);
        }
    }

    private AgentSettings settings(NodeDirectory.Description description) {
        Map<String, String> flags = options.flags();
        flags.put("chain", description.rpc().toString());
        return AgentSettings.of(flags, name -> null, options.clientProperties());
    }

    private static int run(CometValidator validator, AgentApplication agent) throws InterruptedException {
        while (true) {
            Optional<Throwable> broken = validator.awaitEnd(LOOK_EVERY);
            if (broken.isPresent()) {
                throw CommandFailure.environment(
                        "the node is broken and stays down: " + broken.get().getMessage(), broken.get());
            }
            if (agent.hasFailed()) {
                throw CommandFailure.environment("the agent has stopped after a failure; the log says why");
            }
            if (validator.hasEnded()) {
                return ExitCode.OK;
            }
        }
    }

    private static void log(NodeDirectory.Description description, List<LedgerEvent> events) {
        for (LedgerEvent event : events) {
            LOG.info("{}: {} {}: {}", description.name(), event.kind(), event.subject(), event.detail());
        }
    }
}
