package io.gridclear.ops.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root command, and the one edge where a failure becomes a line on the terminal and an exit code. */
@Command(
        name = "gridclear",
        header = "Event-streaming pipeline for distributed electricity trading.",
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        sortOptions = false,
        usageHelpWidth = 100,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCode.OK + ":all went well",
            ExitCode.REFUSED + ":a check failed, or input was refused",
            ExitCode.USAGE + ":the command line is wrong",
            ExitCode.ENVIRONMENT
                    + ":something needed is not there (broker, registry, ledger, database, port, file, memory)",
            ExitCode.BUG + ":a bug; the log has the details"
        })
public final class Gridclear extends CommandGroup {

    private static final String LOG_DEFAULT = "a new file in $XDG_STATE_HOME/gridclear or ~/.local/state/gridclear";

    private static final String[] EXPERIMENTS = {
        "", "The paper's results, reproduced, are a program of their own: ops/gridclear experiment --help"
    };

    private final RunLog runLog = new RunLog();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Append the log to this file (default: " + LOG_DEFAULT + ").")
    private @Nullable Path logFile;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            scope = ScopeType.INHERIT,
            defaultValue = "INFO",
            description = "How much to log: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Level logLevel = Level.INFO;

    private Gridclear() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(execute(Terminal.ofProcess(), arguments));
    }

    /**
     * Runs a command.
     *
     * @param terminal where it talks to
     * @param arguments the command line
     * @return the exit code, see {@link ExitCode}
     */
    public static int execute(Terminal terminal, String... arguments) {
        Gridclear gridclear = new Gridclear();
        CommandLine commands = new CommandLine(gridclear);
        // of this command alone: what an annotation says, every command inherits
        commands.getCommandSpec().usageMessage().footer(EXPERIMENTS);
        addCommands(commands, terminal);
        commands.setOut(new PrintWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8), true));
        commands.setErr(new PrintWriter(terminal.err(), true));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler((wrong, given) -> onWrongArguments(wrong));
        commands.setExecutionExceptionHandler((failure, command, given) -> gridclear.onFailure(failure, command));
        commands.setExecutionStrategy(gridclear::run);
        try {
            return commands.execute(arguments);
        } catch (OutOfMemoryError e) {
            terminal.err()
                    .println(
                            "gridclear: not enough memory for this; give it more with GRIDCLEAR_JAVA_OPTS=-Xmx8g or so");
            return ExitCode.ENVIRONMENT;
        } catch (Error e) {
            return gridclear.onBug(e, commands);
        }
    }

    private static void addCommands(CommandLine commands, Terminal terminal) {
        commands.addSubcommand(new DemoCommand(terminal));
        commands.addSubcommand(new UpCommand(terminal));
        commands.addSubcommand(new StreamsCommand(terminal));
        commands.addSubcommand(new ClearCommand(terminal));
        commands.addSubcommand(new CommandLine(new TopicsCommand())
                .addSubcommand(new TopicsApplyCommand(terminal))
                .addSubcommand(new TopicsDiffCommand(terminal)));
        commands.addSubcommand(new CommandLine(new SchemasCommand())
                .addSubcommand(new SchemasRegisterCommand(terminal))
                .addSubcommand(new SchemasCheckCommand(terminal)));
        commands.addSubcommand(new CommandLine(new FeederCommand())
                .addSubcommand(new FeederCheckCommand(terminal))
                .addSubcommand(new FeederPublishCommand(terminal)));
        commands.addSubcommand(new TraceCommand(terminal));
        commands.addSubcommand(new TailCommand(terminal));
        commands.addSubcommand(new FleetCommand(terminal));
        commands.addSubcommand(
                new CommandLine(new ReceiptsCommand()).addSubcommand(new ReceiptsExportCommand(terminal)));
        commands.addSubcommand(new VerifyCommand(terminal));
        commands.addSubcommand(new CommitteeCommand(terminal));
        commands.addSubcommand(new TestnetCommand(terminal));
        commands.addSubcommand(new ValidatorCommand(terminal));
        commands.addSubcommand(new BridgeCommand(terminal));
        commands.addSubcommand(new BillingCommand(terminal));
        commands.addSubcommand(new DatabaseCommand(terminal));
        commands.addSubcommand(new BillCommand(terminal));
        commands.addSubcommand(new ReconcileCommand(terminal));
    }

    private int run(ParseResult parsed) {
        List<CommandLine> named = parsed.asCommandLineList();
        boolean writesLog = named.get(named.size() - 1).getCommand() instanceof WritesLog;
        if (logFile != null || writesLog) {
            try {
                openLog();
            } catch (CommandFailure failure) {
                return onFailure(failure, parsed.commandSpec().commandLine());
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private Path openLog() {
        Path log = runLog.open(logFile, logLevel);
        Thread.setDefaultUncaughtExceptionHandler((thread, bug) ->
                LoggerFactory.getLogger(Gridclear.class).error("thread {} died", thread.getName(), bug));
        return log;
    }

    private static int onWrongArguments(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    private int onFailure(Exception failure, CommandLine command) {
        if (failure instanceof CommandFailure expected) {
            command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + expected.getMessage());
            if (expected.getCause() != null && runLog.isOpen()) {
                LoggerFactory.getLogger(Gridclear.class).info("{}", expected.getMessage(), expected);
            }
            return expected.exitCode();
        }
        return onBug(failure, command);
    }

    private int onBug(Throwable bug, CommandLine command) {
        String what = command.getCommandSpec().qualifiedName() + ": unexpected "
                + bug.getClass().getSimpleName() + ", which is a bug; ";
        try {
            Path log = openLog();
            LoggerFactory.getLogger(Gridclear.class).error("unexpected", bug);
            command.getErr().println(what + "the details are in " + log);
        } catch (CommandFailure noLog) {
            command.getErr().println(what + noLog.getMessage());
        }
        return ExitCode.BUG;
    }
}
