package io.gridclear.schemas.registry;

import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.schemas.registry.SchemaRegistration.Acceptable;
import io.gridclear.schemas.registry.SchemaRegistration.Incompatible;
import io.gridclear.schemas.registry.SchemaRegistration.Present;
import io.gridclear.schemas.registry.SchemaRegistration.Registered;
import io.gridclear.schemas.registry.SchemaRegistration.Unguarded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The operation of registering schemas: every subject gets compatibility FULL_TRANSITIVE first, its schema then.
 * Running it again changes nothing. Producers never do this.
 */
public final class SchemaRegistrar implements AutoCloseable {

    private static final String COMPATIBILITY = CompatibilityLevel.FULL_TRANSITIVE.name;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;
    private static final int NOT_FOUND = 404;

    /** Stand for an answer of "not found". */
    private static final int NO_ID = -1;

    private static final String NOT_SET = "not set";

    private final RegistryEndpoint registry;

    /** @param urls addresses of one registry */
    public SchemaRegistrar(String... urls) {
        this(List.of(urls), Map.of(), RegistryRetries.STANDARD);
    }

    /**
     * @param urls          addresses of one registry
     * @param clientConfigs settings of Confluent's client by their names (credentials, TLS)
     * @param retries       how long to try
     */
    public SchemaRegistrar(List<String> urls, Map<String, ?> clientConfigs, RegistryRetries retries) {
        this.registry = new RegistryEndpoint(urls, clientConfigs, retries);
    }

    /** What {@link #registerAll()} would do to every subject of the catalogue; changes nothing. */
    public List<SchemaRegistration> checkAll() {
        return TopicCatalogue.all().stream().map(this::check).toList();
    }

    /** Registers every schema of the catalogue that is not there yet. */
    public List<SchemaRegistration> registerAll() {
        return TopicCatalogue.all().stream().map(this::register).toList();
    }

    private SchemaRegistration check(TopicContract<?> topic) {
        return check(topic.subject(), topic.schema());
    }

    private SchemaRegistration register(TopicContract<?> topic) {
        return register(topic.subject(), topic.schema());
    }

    /**
     * What {@link #register} would do; changes nothing.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     */
    public SchemaRegistration check(String subject, Schema schema) {
        String compatibility = answerOrIfMissing(
                "read the compatibility of " + subject, client -> client.getCompatibility(subject), NOT_SET);
        if (compatibility.equals(NOT_SET) && versionNumbers(subject).isEmpty()) {
            return new Acceptable(subject);
        }
        return compatibility.equals(COMPATIBILITY)
                ? compare(subject, new AvroSchema(schema))
                : new Unguarded(subject, compatibility);
    }

    /**
     * Sets the subject's compatibility to FULL_TRANSITIVE and registers {@code schema} for it.
     *
     * @throws RegistryUnavailableException if the registry does not answer
     */
    public SchemaRegistration register(String subject, Schema schema) {
        AvroSchema parsed = new AvroSchema(schema);
        requireFullTransitive(subject);
        int id = idOf(subject, parsed);
        if (id != NO_ID) {
            return new Present(subject, id);
        }
        try {
            return new Registered(
                    subject, registry.call("register " + subject, client -> client.register(subject, parsed)));
        } catch (RestClientException e) {
            if (e.getStatus() == CONFLICT || e.getStatus() == UNPROCESSABLE) {
                return new Incompatible(subject, List.of(String.valueOf(e.getMessage())));
            }
            throw refused("register " + subject, e);
        }
    }

    private SchemaRegistration compare(String subject, AvroSchema schema) {
        int id = idOf(subject, schema);
        if (id != NO_ID) {
            return new Present(subject, id);
        }
        boolean compatible =
                answerOrIfMissing("check " + subject, client -> client.testCompatibility(subject, schema), true);
        return compatible ? new Acceptable(subject) : new Incompatible(subject, reasons(subject, schema));
    }

    private int idOf(String subject, AvroSchema schema) {
        return answerOrIfMissing("find " + subject, client -> client.getId(subject, schema), NO_ID);
    }

    /** The registry's reasons; one that only says no (as Apicurio does) is explained by Confluent's own comparison. */
    private List<String> reasons(String subject, AvroSchema schema) {
        List<String> given = answerOrIfMissing(
                "explain " + subject, client -> client.testCompatibilityVerbose(subject, schema), List.of());
        return given.isEmpty()
                ? CompatibilityChecker.FULL_TRANSITIVE_CHECKER.isCompatible(schema, versions(subject))
                : given;
    }

    private List<AvroSchema> versions(String subject) {
        List<AvroSchema> versions = new ArrayList<>();
        for (int version : versionNumbers(subject)) {
            SchemaMetadata metadata = answer(
                    "return version " + version + " of " + subject,
                    client -> client.getSchemaMetadata(subject, version));
            versions.add(new AvroSchema(metadata.getSchema()));
        }
        return versions;
    }

    private List<Integer> versionNumbers(String subject) {
        return answerOrIfMissing("list " + subject, client -> client.getAllVersions(subject), List.of());
    }

    private <V> V answerOrIfMissing(String what, RegistryEndpoint.Call<V> call, V ifMissing) {
        try {
            return registry.call(what, call);
        } catch (RestClientException e) {
            if (e.getStatus() == NOT_FOUND) {
                return ifMissing;
            }
            throw refused(what, e);
        }
    }

    private void requireFullTransitive(String subject) {
        answer("set the compatibility of " + subject, client -> client.updateCompatibility(subject, COMPATIBILITY));
    }

    private <V> V answer(String what, RegistryEndpoint.Call<V> call) {
        try {
            return registry.call(what, call);
        } catch (RestClientException e) {
            throw refused(what, e);
        }
    }

    private static RegistryUnavailableException refused(String what, RestClientException e) {
        return new RegistryUnavailableException("the registry refused to " + what + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        registry.close();
    }
}
