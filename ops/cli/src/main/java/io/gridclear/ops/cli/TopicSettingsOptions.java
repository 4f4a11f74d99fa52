package io.gridclear.ops.cli;

import io.gridclear.schemas.catalogue.TopicSettings;
import picocli.CommandLine.Option;

/** What differs between clusters. */
final class TopicSettingsOptions {

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "24",
            description = "Partitions of every topic, never changed afterwards (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--replication",
            paramLabel = "N",
            defaultValue = "3",
            description = "Copies of every partition (default: ${DEFAULT-VALUE}; 1 on a single broker).")
    private int replication;

    @Option(
            names = "--min-isr",
            paramLabel = "N",
            description =
                    "Copies that must have a record before it is acknowledged (default: one less than the copies, "
                            + "at least 1).")
    private int minInSyncReplicas;

    TopicSettings settings() {
        int inSync = minInSyncReplicas == 0 ? Math.max(1, replication - 1) : minInSyncReplicas;
        try {
            return new TopicSettings(partitions, replication, inSync);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(e.getMessage() + " (see --partitions, --replication, --min-isr)");
        }
    }
}
