package io.gridclear.ops.clear;

/** The file is larger than what this program's arrays hold; nothing has been written. */
public final class TooLarge extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
        super(message);
    }
}
