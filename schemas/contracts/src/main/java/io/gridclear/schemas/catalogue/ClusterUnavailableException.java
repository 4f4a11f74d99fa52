package io.gridclear.schemas.catalogue;

/** The cluster could not be asked, or did not do what it was asked: the world's fault, with the remedy in the message. */
public final class ClusterUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClusterUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
