package io.gridclear.ops.cli;

import io.gridclear.bridge.app.BridgeApplication;
import io.gridclear.bridge.app.BridgeSettings;
import io.gridclear.engine.chain.Chain;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.engine.key.ValidatorKeyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gridclear bridge}: from the market's clearings to the ledger, and receipts back. */
@Command(
        name = "bridge",
        header = "Brings the market's clearings before the ledger and publishes receipts, until Ctrl-C.",
        description = {
            "Reads clearings and the book, publishes the batches that agents re-execute, claims each clearing in the "
                    + "operator's name, waits until the ledger has decided, and publishes the receipts and its own progress "
                    + "in one transaction. While the ledger does not answer it waits, and loses nothing. A second bridge of "
                    + "the same group shares the areas and takes over from one that dies.",
            "Serves /health/live, /health/ready and /metrics over HTTP."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear bridge --operator-key net/operator/operator_key.json --node http://127.0.0.1:26657 "
                + "--bootstrap 127.0.0.1:9092 --registry http://127.0.0.1:8081")
final class BridgeCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Option(
            names = "--operator-key",
            paramLabel = "FILE",
            required = true,
            description = "The operator's key, as 'testnet' writes it.")
    private Path operatorKey = Path.of("");

    @Mixin
    private final ChainAccess chainAccess = new ChainAccess();

    @Mixin
    private final LedgerProcessOptions options = new LedgerProcessOptions(9465);

    @Option(
            names = "--group-id",
            paramLabel = "ID",
            description = "Names the bridge over all its instances (gridclear-bridge).")
    private @Nullable String groupId;

    @Option(
            names = "--instance-id",
            paramLabel = "ID",
            description = "Names this instance, so that it goes on at once after a crash (default: a new name).")
    private @Nullable String instanceId;

    @Option(
            names = "--trusted",
            paramLabel = "FILE",
            description =
                    "The header that receipts lead from, as 'verify' takes it (default: the chain's first block).")
    private @Nullable Path trusted;

    BridgeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        ValidatorKey key = key();
        BridgeSettings settings = settings();
        options.requireCluster();
        try (Chain chain = chainAccess.open();
                BridgeApplication bridge = BridgeApplication.start(settings, chain, key)) {
            Runtime.getRuntime().addShutdownHook(new Thread(bridge::close, "stop"));
            terminal.print("bridge of chain " + chain.chainId() + ": " + settings.describe());
            terminal.print("health and metrics on http://" + settings.httpHost() + ":" + bridge.httpPort());
            bridge.awaitStop();
            if (bridge.hasFailed()) {
                throw CommandFailure.environment("the bridge has stopped after a failure; the log says why");
            }
            return ExitCode.OK;
        } catch (IOException e) {
            throw CommandFailure.environment(IoFailure.of(e), e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--trusted " + e.getMessage());
        }
    }

    private ValidatorKey key() {
        try {
            return ValidatorKeyFile.read(operatorKey);
        } catch (IOException e) {
            throw CommandFailure.usage("--operator-key " + IoFailure.of(e));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--operator-key " + e.getMessage());
        }
    }

    private BridgeSettings settings() {
        Map<String, String> flags = options.flags();
        flags.put("chain", chainAccess.nodes().stream().map(URI::toString).collect(Collectors.joining(",")));
        flags.put("operator.key", operatorKey.toString());
        if (trusted != null) {
            flags.put("trusted.header", trusted.toString());
        }
        if (groupId != null) {
            flags.put("group.id", groupId);
        }
        if (instanceId != null) {
            flags.put("instance.id", instanceId);
        }
        try {
            return BridgeSettings.of(flags, name -> null, options.clientProperties());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }
}
