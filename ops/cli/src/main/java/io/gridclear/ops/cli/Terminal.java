package io.gridclear.ops.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
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
}
