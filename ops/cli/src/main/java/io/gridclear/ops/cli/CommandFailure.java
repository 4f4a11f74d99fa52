package io.gridclear.ops.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with one line on the terminal and an exit code; the cause goes to the log only. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Input was refused or a check failed: {@link ExitCode#REFUSED}. */
    public static CommandFailure refused(String message) {
        return new CommandFailure(ExitCode.REFUSED, message, null);
    }

    /** The command line asks for what cannot be done: {@link ExitCode#USAGE}. */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message, null);
    }

    /** Something that the command needs is not there: {@link ExitCode#ENVIRONMENT}. */
    public static CommandFailure environment(String message, Throwable cause) {
        return new CommandFailure(ExitCode.ENVIRONMENT, message, cause);
    }

    /** Something that the command needs is not there, and the cause's own message tells it in full. */
    public static CommandFailure environment(Throwable cause) {
        return new CommandFailure(ExitCode.ENVIRONMENT, String.valueOf(cause.getMessage()), cause);
    }

    /** Something that the command needs is not there, and nothing threw: {@link ExitCode#ENVIRONMENT}. */
    public static CommandFailure environment(String message) {
        return new CommandFailure(ExitCode.ENVIRONMENT, message, null);
    }

    /** The process's exit code. */
    public int exitCode() {
        return exitCode;
    }
}
