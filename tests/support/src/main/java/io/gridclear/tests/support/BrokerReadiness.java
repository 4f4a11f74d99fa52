package io.gridclear.tests.support;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits until brokers answer, and answer as members of one cluster. */
final class BrokerReadiness {
    private static final int ANSWER_WITHIN_MS = 2_000;

    private final String bootstrapServers;

    BrokerReadiness(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Waits until so many brokers are members of the cluster. */
    void awaitBrokers(int count) {
        await(count + " brokers at " + bootstrapServers, () -> members(bootstrapServers) == count);
    }

    /** Waits until the broker at {@code address} answers itself. */
    void awaitBroker(String address) {
        await("an answer of " + address, () -> members(address) > 0);
    }

    private static void await(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(ClusterFailure.PATIENCE)
                    .pollInterval(200, TimeUnit.MILLISECONDS)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            throw new ClusterFailure("still waiting for " + what, e);
        }
    }

    /** How many members the cluster has in the eyes of whoever answers at {@code addresses}; 0: nobody answers. */
    private static int members(String addresses) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, addresses,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS))) {
            return admin.describeCluster().nodes().get().size();
        } catch (ExecutionException e) {
            return 0;
        }
    }
}
