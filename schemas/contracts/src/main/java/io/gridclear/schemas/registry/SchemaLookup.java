package io.gridclear.schemas.registry;

import org.apache.avro.Schema;

/**
 * Schema ids to schemas and back. Implementations may be called from any number of threads and may block; callers keep
 * what they were told.
 */
public interface SchemaLookup {

    /**
     * Id under which {@code schema} is registered for {@code subject}. Never registers anything.
     *
     * @throws SchemaNotRegisteredException if an operator has not registered it
     * @throws RegistryUnavailableException if the registry did not answer, after bounded retries
     */
    int idOf(String subject, Schema schema);

    /**
     * The schema that was registered under {@code id}.
     *
     * @throws UnknownSchemaException       if there is none: the fault of the record that names it
     * @throws RegistryUnavailableException if the registry did not answer, after bounded retries
     */
    Schema schemaById(int id);
}
