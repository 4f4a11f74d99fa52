package io.gridclear.meter.client;

/** What went wrong around a record that itself was fine. */
public enum FailureKind {
    /** No broker took the record in time; whether it stands in the topic is not known. Sending it again is safe. */
    BROKER_UNREACHABLE,
    /** The registry did not answer, so the record could not be encoded. */
    REGISTRY_UNREACHABLE,
    /** The registry does not hold the topic's schema: an operator's step is missing. */
    SCHEMA_NOT_REGISTERED,
    /** The broker refused this client's credentials or its right to write. */
    NOT_AUTHORIZED,
    /** The broker refused the record's time: this machine's clock is more than five minutes ahead. */
    CLOCK_AHEAD,
    /** The broker refused the record for a reason that sending again does not mend. */
    BROKER_REFUSED,
    /** The client was closed before the record was acknowledged. */
    CLOSED,
    /** The calling thread was interrupted while it waited. */
    INTERRUPTED
}
