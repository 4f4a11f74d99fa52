package io.gridclear.schemas.registry;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * A registry in memory that holds what it was built with, ids from 1 in that order. For tests and for programs that
 * read a log without a registry.
 */
public final class FixedSchemaLookup implements SchemaLookup {

    private record Registered(String subject, Schema schema) {}

    private final Map<Registered, Integer> ids = new HashMap<>();
    private final Map<Integer, Schema> schemas = new HashMap<>();

    private FixedSchemaLookup() {}

    /** Holds every schema of the catalogue under its subject. */
    public static FixedSchemaLookup ofCatalogue() {
        return of(TopicCatalogue.all());
    }

    /** Holds the schemas of {@code topics} under their subjects. */
    public static FixedSchemaLookup of(List<TopicContract<?>> topics) {
        FixedSchemaLookup lookup = new FixedSchemaLookup();
        for (TopicContract<?> topic : topics) {
            lookup.add(topic.subject(), topic.schema());
        }
        return lookup;
    }

    /** The same registry and one schema more; {@code this} stays as it is. */
    public FixedSchemaLookup with(String subject, Schema schema) {
        FixedSchemaLookup more = new FixedSchemaLookup();
        more.ids.putAll(ids);
        more.schemas.putAll(schemas);
        more.add(subject, schema);
        return more;
    }

    private void add(String subject, Schema schema) {
        // as in a real registry, one schema has one id whatever subjects it stands under
        Integer known = schemas.entrySet().stream()
                .filter(entry -> entry.getValue().equals(schema))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        int id = known != null ? known : schemas.size() + 1;
        schemas.put(id, schema);
        ids.put(new Registered(subject, schema), id);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        Integer id = ids.get(new Registered(subject, schema));
        if (id == null) {
            throw new SchemaNotRegisteredException(subject);
        }
        return id;
    }

    @Override
    public Schema schemaById(int id) {
        Schema schema = schemas.get(id);
        if (schema == null) {
            throw new UnknownSchemaException(id);
        }
        return schema;
    }
}
