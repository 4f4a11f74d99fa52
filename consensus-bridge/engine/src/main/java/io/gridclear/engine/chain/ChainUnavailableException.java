package io.gridclear.engine.chain;

/** Nobody answers, or what answers is broken: wait and try again. */
public final class ChainUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public ChainUnavailableException(String message) {
        super(message);
    }

    public ChainUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
