package io.gridclear.meter.client;

/** The client cannot start. The message says what is missing, where, and what to do. */
public final class FleetClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FleetClientException(String message) {
        super(message);
    }

    FleetClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
