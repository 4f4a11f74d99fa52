package io.gridclear.schemas.registry;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Schemas from a Confluent Schema Registry, through Confluent's client, which remembers what it was told. Never
 * registers anything.
 */
public final class RegistrySchemaLookup implements SchemaLookup, AutoCloseable {

    private static final int NOT_FOUND = 404;

    private final RegistryEndpoint registry;

    /** @param urls addresses of one registry, such as {@code http://127.0.0.1:8081}; several are tried in turn */
    public RegistrySchemaLookup(String... urls) {
        this(List.of(urls), Map.of(), RegistryRetries.STANDARD);
    }

    /**
     * @param urls          addresses of one registry
     * @param clientConfigs settings of Confluent's client by their names (credentials, TLS)
     * @param retries       how long to try
     */
    public RegistrySchemaLookup(List<String> urls, Map<String, ?> clientConfigs, RegistryRetries retries) {
        this.registry = new RegistryEndpoint(urls, clientConfigs, retries);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        try {
            return registry.call(
                    "find the schema of " + subject, client -> client.getId(subject, new AvroSchema(schema)));
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                throw new SchemaNotRegisteredException(subject);
            }
            throw new RegistryUnavailableException(
                    "the registry refused to look up " + subject + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Schema schemaById(int id) {
        try {
            ParsedSchema schema = registry.call("return schema " + id, client -> client.getSchemaById(id));
            if (schema instanceof AvroSchema avro) {
                return avro.rawSchema();
            }
            throw new UnknownSchemaException(id);
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                throw new UnknownSchemaException(id);
            }
            throw new RegistryUnavailableException(
                    "the registry refused to return schema " + id + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        registry.close();
    }
}
