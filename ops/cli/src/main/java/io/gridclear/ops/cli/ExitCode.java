package io.gridclear.ops.cli;

/** What the process tells the shell. */
public final class ExitCode {

    /** All went well. */
    public static final int OK = 0;

    /** A check failed, or input was refused; the terminal says which. */
    public static final int REFUSED = 1;

    /** The command line was wrong; nothing was done. */
    public static final int USAGE = 2;

    /** Something that the command needs is not there: a broker, a registry, a port, a readable file, memory. */
    public static final int ENVIRONMENT = 3;

    /** A bug of ours; the log has the details. 70 is EX_SOFTWARE of sysexits.h. */
    public static final int BUG = 70;

    private ExitCode() {}
}
