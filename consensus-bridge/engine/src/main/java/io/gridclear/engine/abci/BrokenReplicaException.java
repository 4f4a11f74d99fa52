package io.gridclear.engine.abci;

/** The application threw, or was called out of turn: this replica must not go on. */
public final class BrokenReplicaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BrokenReplicaException(String message) {
        super(message);
    }

    public BrokenReplicaException(String message, Throwable cause) {
        super(message, cause);
    }
}
