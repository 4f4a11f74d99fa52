package io.gridclear.verify;

/** A file, or a line of one, is not what it should be; the message says where and why. */
public final class MalformedFileException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedFileException(String message) {
        super(message);
    }
}
