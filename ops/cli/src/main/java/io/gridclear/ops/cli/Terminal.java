package io.gridclear.ops.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command talks to whoever runs it, in UTF-8.
 *
 * @param out results; unbuffered bytes, so that a write that fails is seen
 * @param err messages
 */
public record Terminal(OutputStream out, PrintStream err) {

    /** The process's own standard output and standard error. */
    public static Terminal ofProcess() {
        return new Terminal(
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    /**
     * Prints a line of a result. Where nobody reads any more, nothing is printed: the work goes on to its end.
     *
     * @throws CommandFailure when standard output does not take it
     */
    void print(String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            if (!isClosed(e)) {
                throw CommandFailure.environment("cannot write to standard output: " + IoFailure.of(e), e);
            }
        }
    }

    /** Whether the failure only says that the reader at the other end of a pipe has seen enough, as head does. */
    static boolean isClosed(IOException failure) {
        return "Broken pipe".equals(failure.getMessage());
    }
}
