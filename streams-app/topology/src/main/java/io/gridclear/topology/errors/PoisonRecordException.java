package io.gridclear.topology.errors;

/** A record that decodes but means nothing: it goes to the dead letters with this reason. */
public final class PoisonRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PoisonRecordException(String reason) {
        super(reason);
    }
}
