package io.gridclear.ops.feeder;

/** A file is not that of a feeder; the message says which line and why. */
public final class FeederFileFault extends Exception {

    private static final long serialVersionUID = 1L;

    FeederFileFault(String message) {
        super(message);
    }
}
