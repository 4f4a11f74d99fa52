package io.gridclear.schemas.registry;

/** Our own schema is not in the registry: an operator's step is missing, no record is at fault. */
public final class SchemaNotRegisteredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String subject;

    public SchemaNotRegisteredException(String subject) {
        super("the schema of subject " + subject
                + " is not registered in this version; register it with: gridclear schemas register");
        this.subject = subject;
    }

    public String subject() {
        return subject;
    }
}
