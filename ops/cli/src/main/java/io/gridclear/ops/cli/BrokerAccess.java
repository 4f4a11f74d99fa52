package io.gridclear.ops.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which brokers a command is to talk to. */
final class BrokerAccess {

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT[,...]",
            defaultValue = "${env:GRIDCLEAR_BOOTSTRAP}",
            description = "Brokers to start from (default: environment GRIDCLEAR_BOOTSTRAP).")
    private @Nullable String bootstrap;

    /**
     * The brokers, not yet contacted.
     *
     * @param file further properties of their clients
     * @throws CommandFailure when no broker is named
     */
    Brokers brokers(ConfigFile file) {
        if (bootstrap == null || bootstrap.isBlank()) {
            throw CommandFailure.usage("no brokers named; give --bootstrap HOST:PORT or set GRIDCLEAR_BOOTSTRAP");
        }
        return Brokers.at(bootstrap, file.ofBrokers());
    }
}
