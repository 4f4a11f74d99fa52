package io.gridclear.ops.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that is nothing but the name before another. */
abstract class CommandGroup implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    /** Called when nothing stands behind the name. */
    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("picocli did not set the specification");
        }
        CommandLine group = spec.commandLine();
        throw new ParameterException(
                group,
                "no command given; it is one of "
                        + String.join(", ", group.getSubcommands().keySet()));
    }
}
