package io.gridclear.ops.cli;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;

/**
 * The brokers that a command talks to, and their failures in words.
 *
 * @param bootstrap host:port list as it was named
 * @param clientConfigs properties of every client of them, the time they have to answer among them
 */
record Brokers(String bootstrap, Map<String, Object> clientConfigs) {

    /** A broker that is there answers within a second; behind a slow link or a controller election within a few. */
    private static final int ANSWER_WITHIN_MS = 10_000;

    Brokers {
        clientConfigs = Map.copyOf(clientConfigs);
    }

    /**
     * Brokers with ten seconds to answer, unless the properties say otherwise.
     *
     * @param properties further properties of the clients; their default.api.timeout.ms is the time to answer
     */
    static Brokers at(String bootstrap, Map<String, String> properties) {
        Map<String, Object> configs = new HashMap<>(properties);
        configs.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        configs.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_WITHIN_MS));
        // a request may not outlast the call that makes it
        configs.putIfAbsent(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                configs.get(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
        return new Brokers(bootstrap, configs);
    }

    /**
     * A client of brokers that have just answered.
     *
     * @param brokersNeeded brokers without which the command cannot do its work
     * @throws CommandFailure when they do not answer, or are too few
     */
    Admin openAdmin(int brokersNeeded) {
        Admin admin;
        try {
            admin = Admin.create(clientConfigs);
        } catch (KafkaException e) {
            throw clientRefused(e);
        }
        try {
            int brokers = await(admin.describeCluster().nodes()).size();
            if (brokers < brokersNeeded) {
                throw CommandFailure.environment(
                        brokersNeeded + " brokers are needed, the cluster at " + bootstrap + " has " + brokers);
            }
            return admin;
        } catch (CommandFailure failure) {
            admin.close(Duration.ZERO);
            throw failure;
        }
    }

    /**
     * Waits for an answer, at most until default.api.timeout.ms ends it.
     *
     * @throws CommandFailure when there is none
     */
    <V> V await(KafkaFuture<V> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw unreachable(requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    /** Brokers that did not answer, in a line. */
    CommandFailure unreachable(Throwable cause) {
        return CommandFailure.environment("no broker answers at " + bootstrap + ": " + cause.getMessage(), cause);
    }

    /** A client that could not even be made: its properties are wrong, or the host's name is. */
    CommandFailure clientRefused(KafkaException refusal) {
        Throwable why = refusal.getCause() instanceof ConfigException inner ? inner : refusal;
        String message = "--bootstrap " + bootstrap + ": " + why.getMessage();
        return why instanceof ConfigException
                        && String.valueOf(why.getMessage()).contains("No resolvable")
                ? CommandFailure.environment(message, refusal)
                : CommandFailure.usage(message);
    }
}
