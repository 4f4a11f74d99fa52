package io.gridclear.ops.stack;

/** A part of the embedded stack did not start: the message names the part, what it said, and what to do. */
public final class StackStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StackStartException(String message) {
        super(message);
    }

    StackStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
