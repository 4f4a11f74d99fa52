package io.gridclear.experiments;

import io.gridclear.experiments.consensus.ConsensusCommand;
import io.gridclear.experiments.scale.ScaleCommand;
import io.gridclear.experiments.trading.TradingCommand;
import io.gridclear.ops.cli.CommandFailure;
import io.gridclear.ops.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code gridclear experiment}: the edge where a failure becomes a line on the terminal and an exit code. */
@Command(
        name = "gridclear experiment",
        header = "The paper's results, reproduced, with what they depend on.",
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":all went well",
            ExitCode.REFUSED + ":a result is not what it must be",
            ExitCode.USAGE + ":the command line is wrong",
            ExitCode.ENVIRONMENT + ":something needed is not there (data, place to write, memory)",
            ExitCode.BUG + ":a bug; the lines above have the details"
        })
public final class ExperimentCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    private ExperimentCommand() {}

    /** Runs an experiment and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // before the first class of java.awt: plots are drawn without a screen
        System.setProperty("java.awt.headless", "true");
        System.exit(execute(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments));
    }

    /**
     * Runs an experiment.
     *
     * @param out results
     * @param err progress and messages
     * @param arguments the command line behind {@code experiment}
     * @return the exit code, see {@link ExitCode}
     */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commands = new CommandLine(new ExperimentCommand());
        addExperiments(commands);
        commands.setOut(out);
        commands.setErr(err);
        commands.setParameterExceptionHandler((wrong, given) -> onWrongArguments(wrong));
        commands.setExecutionExceptionHandler((failure, command, given) -> onFailure(failure, command));
        return commands.execute(arguments);
    }

    private static void addExperiments(CommandLine commands) {
        commands.addSubcommand(new TradingCommand());
        commands.addSubcommand(new ConsensusCommand());
        commands.addSubcommand(new ScaleCommand());
    }

    /** Called when no experiment is named. */
    @Override
    public void run() {
        if (spec == null) {
            throw new IllegalStateException("picocli did not set the specification");
        }
        throw new ParameterException(
                spec.commandLine(),
                "no experiment given; it is one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    private static int onWrongArguments(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + wrong.getMessage());
        command.getErr().println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    private static int onFailure(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof CommandFailure expected) {
            err.println(name + ": " + expected.getMessage());
            return expected.exitCode();
        }
        if (failure instanceof IOException world) {
            err.println(name + ": cannot read or write: " + world);
            return ExitCode.ENVIRONMENT;
        }
        failure.printStackTrace(err);
        err.println(name + ": unexpected " + failure.getClass().getSimpleName() + ", which is a bug");
        return ExitCode.BUG;
    }
}
