package io.gridclear.engine.process;

/** The engine's binary is not on this machine; the message says where it was looked for and how to get it. */
public final class EngineAbsentException extends Exception {

    private static final long serialVersionUID = 1L;

    public EngineAbsentException(String message) {
        super(message);
    }
}
