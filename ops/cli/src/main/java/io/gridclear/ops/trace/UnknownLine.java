package io.gridclear.ops.trace;

/** No line has the id that was asked for; the message says where was looked. */
public final class UnknownLine extends Exception {

    private static final long serialVersionUID = 1L;

    UnknownLine(String message) {
        super(message);
    }
}
