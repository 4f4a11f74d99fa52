package io.gridclear.schemas.registry;

/** No schema has this id: whoever wrote the record made it up, or used another registry. */
public final class UnknownSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int schemaId;

    public UnknownSchemaException(int schemaId) {
        super("no schema is registered under id " + schemaId);
        this.schemaId = schemaId;
    }

    public int schemaId() {
        return schemaId;
    }
}
