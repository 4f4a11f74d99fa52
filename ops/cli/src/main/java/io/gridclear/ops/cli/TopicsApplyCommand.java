package io.gridclear.ops.cli;

import io.gridclear.schemas.catalogue.ClusterUnavailableException;
import io.gridclear.schemas.catalogue.TopicChange;
import io.gridclear.schemas.catalogue.TopicReconciler;
import io.gridclear.schemas.catalogue.TopicSettings;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gridclear topics apply}. */
@Command(
        name = "apply",
        header = "Brings the topics of a cluster to what the catalogue says.",
        description = {
            "Creates what is missing and sets what has drifted; prints what it did. Running it again does nothing.",
            "What cannot be changed in place (partitions, copies) is refused, and the exit code is 1."
        })
final class TopicsApplyCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Mixin
    private final BrokerAccess access = new BrokerAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    @Mixin
    private final TopicSettingsOptions options = new TopicSettingsOptions();

    TopicsApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TopicSettings settings = options.settings();
        boolean refused = false;
        try (Admin admin = access.brokers(configFile).openAdmin(settings.replicationFactor())) {
            for (TopicChange change : new TopicReconciler(admin, settings).apply()) {
                if (change instanceof TopicChange.Refuse) {
                    refused = true;
                    terminal.err().println(change.describe());
                } else {
                    terminal.print(change.describe());
                }
            }
        } catch (ClusterUnavailableException e) {
            throw CommandFailure.environment(e);
        }
        return refused ? ExitCode.REFUSED : ExitCode.OK;
    }
}
