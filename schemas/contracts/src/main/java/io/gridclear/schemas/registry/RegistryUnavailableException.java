package io.gridclear.schemas.registry;

/** The registry did not answer, after bounded retries: the world's fault, no record may be dropped for it. */
public final class RegistryUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
