package io.gridclear.ops.topic;

/** A line of a file is not what the file is for; the message says which. */
public final class MalformedTraceFile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause what is wrong with it */
    public MalformedTraceFile(String message, Throwable cause) {
        super(message, cause);
    }
}
