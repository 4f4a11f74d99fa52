package io.gridclear.topology.errors;

/** A record that decodes but means nothing: it goes to the dead letters with this reason. */
public final class PoisonRecordException extends RuntimeException {

    /** The reason of a record that nothing more exact is to be said of. */
    public static final String POISON_RECORD = "POISON_RECORD";

    private static final long serialVersionUID = 1L;

    private final String reason;

    public PoisonRecordException(String detail) {
        this(POISON_RECORD, detail);
    }

    /**
     * A record that is refused for one of several reasons.
     *
     * @param reason a word that programs may tell reasons apart by
     * @param detail a sentence with the values
     */
    public PoisonRecordException(String reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** The word. */
    public String reason() {
        return reason;
    }
}
