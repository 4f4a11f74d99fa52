package io.gridclear.ops.cli;

import io.gridclear.schemas.catalogue.ClusterUnavailableException;
import io.gridclear.schemas.catalogue.TopicChange;
import io.gridclear.schemas.catalogue.TopicReconciler;
import io.gridclear.schemas.catalogue.TopicSettings;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gridclear topics diff}. */
@Command(
        name = "diff",
        header = "Lists where the topics of a cluster differ from the catalogue; changes nothing.",
        description = "Exit code 1 when something differs.")
final class TopicsDiffCommand implements Callable<Integer>, WritesLog {

    private final Terminal terminal;

    @Mixin
    private final BrokerAccess access = new BrokerAccess();

    @Mixin
    private final ConfigFile configFile = new ConfigFile();

    @Mixin
    private final TopicSettingsOptions options = new TopicSettingsOptions();

    TopicsDiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TopicSettings settings = options.settings();
        try (Admin admin = access.brokers(configFile).openAdmin(1)) {
            List<TopicChange> changes = new TopicReconciler(admin, settings).diff();
            changes.forEach(change -> terminal.print(change.describe()));
            return changes.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
        } catch (ClusterUnavailableException e) {
            throw CommandFailure.environment(e);
        }
    }
}
