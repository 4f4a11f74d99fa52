package io.gridclear.tests.support;

import io.gridclear.engine.key.ValidatorKeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A bridge in a process of its own, where it can be killed. */
public final class BridgeProcess implements AutoCloseable {

    private final ChildProcess process;

    private BridgeProcess(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts a bridge.
     *
     * @param instance its name in the group
     * @param directory for its key file
     * @param chain address of a {@link ChainServer}
     */
    public static BridgeProcess start(TestCluster cluster, String instance, Path directory, String chain) {
        Path key = directory.resolve("operator.json");
        try {
            Files.writeString(key, ValidatorKeyFile.toJson(LedgerNetwork.operator()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BridgeProcess(ChildProcess.start(
                "bridge-" + instance,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                BridgeChild.class.getName(),
                List.of(),
                Map.of(
                        "GRIDCLEAR_BOOTSTRAP_SERVERS",
                        cluster.bootstrapServers(),
                        "GRIDCLEAR_REGISTRY_URL",
                        cluster.registryUrl(),
                        "GRIDCLEAR_INSTANCE_ID",
                        instance,
                        "GRIDCLEAR_CHAIN",
                        chain,
                        "GRIDCLEAR_OPERATOR_KEY",
                        key.toString(),
                        "GRIDCLEAR_HTTP_PORT",
                        "0")));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** The last lines that it wrote. */
    public String lastLines() {
        return process.lastLines();
    }

    @Override
    public void close() {
        process.kill();
    }
}
