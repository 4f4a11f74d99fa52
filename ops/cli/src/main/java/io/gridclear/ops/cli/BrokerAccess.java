package io.gridclear.ops.cli;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which brokers a command talks to. */
final class BrokerAccess {

    /** A broker that is there answers within a second; behind a slow link or a controller election within a few. */
    private static final int ANSWER_WITHIN_MS = 10_000;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT[,...]",
            defaultValue = "${env:GRIDCLEAR_BOOTSTRAP}",
            description = "Brokers to start from (default: environment GRIDCLEAR_BOOTSTRAP).")
    private @Nullable String bootstrap;

    /**
     * The brokers as they were named.
     *
     * @throws CommandFailure when none is
     */
    String bootstrap() {
        if (bootstrap == null || bootstrap.isBlank()) {
            throw CommandFailure.usage("no brokers named; give --bootstrap HOST:PORT or set GRIDCLEAR_BOOTSTRAP");
        }
        return bootstrap;
    }

    /**
     * Properties of a client of these brokers, the time they have to answer among them.
     *
     * @param file further properties; its default.api.timeout.ms is that time
     * @throws CommandFailure when no broker is named
     */
    Map<String, Object> clientConfigs(ConfigFile file) {
        Map<String, Object> configs = new HashMap<>(file.ofBrokers());
        configs.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        configs.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(ANSWER_WITHIN_MS));
        // a request may not outlast the call that makes it
        configs.putIfAbsent(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                configs.get(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
        return configs;
    }

    /**
     * A client of brokers that have just answered.
     *
     * @param file further properties of the client
     * @param brokersNeeded brokers without which the command cannot do its work
     * @throws CommandFailure when they do not answer, or are too few
     */
    Admin openAdmin(ConfigFile file, int brokersNeeded) {
        Map<String, Object> configs = clientConfigs(file);
        Admin admin;
        try {
            admin = Admin.create(configs);
        } catch (KafkaException e) {
            throw clientRefused(e);
        }
        try {
            requireBrokers(admin, brokersNeeded);
            return admin;
        } catch (CommandFailure failure) {
            admin.close(Duration.ZERO);
            throw failure;
        }
    }

    private void requireBrokers(Admin admin, int brokersNeeded) {
        int brokers;
        try {
            // ends by default.api.timeout.ms
            brokers = admin.describeCluster().nodes().get().size();
        } catch (ExecutionException e) {
            throw unreachable(requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
        if (brokers < brokersNeeded) {
            throw CommandFailure.environment(
                    brokersNeeded + " brokers are needed, the cluster at " + bootstrap + " has " + brokers);
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
