package io.gridclear.tests.support;

import io.gridclear.billing.app.BillingMain;
import java.util.List;
import java.util.Map;

/** Billing in a process of its own, as it is deployed, where it can be killed. */
public final class BillingProcess implements AutoCloseable {

    private final ChildProcess process;

    private BillingProcess(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts billing.
     *
     * @param instance its name in the group: it has its partitions back at once when it is started again
     * @param databaseUrl JDBC URL
     * @param batchRecords most records of a transaction
     */
    public static BillingProcess start(TestCluster cluster, String instance, String databaseUrl, int batchRecords) {
        return new BillingProcess(ChildProcess.start(
                "billing-" + instance,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                BillingMain.class.getName(),
                List.of(),
                Map.of(
                        "GRIDCLEAR_BOOTSTRAP_SERVERS",
                        cluster.bootstrapServers(),
                        "GRIDCLEAR_REGISTRY_URL",
                        cluster.registryUrl(),
                        "GRIDCLEAR_INSTANCE_ID",
                        instance,
                        "GRIDCLEAR_DATABASE",
                        databaseUrl,
                        "GRIDCLEAR_BATCH_RECORDS",
                        Integer.toString(batchRecords),
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

    /** SIGTERM; its exit code. */
    public int stop() {
        return process.stop();
    }

    /** SIGSTOP: it keeps its connections and its partitions, and does nothing. */
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
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
