package io.gridclear.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records without nesting as JSON objects, field by field as their schema has them: instants in epoch ms, enums by their
 * symbols. Reading is strict: every field once, of its very type, and no other.
 */
public final class FlatRecordJson {

    private FlatRecordJson() {}

    /** The object. */
    public static ObjectNode write(SpecificRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value instanceof Instant instant) {
                json.put(field.name(), instant.toEpochMilli());
            } else if (value instanceof Long number) {
                json.put(field.name(), number);
            } else if (value instanceof Integer number) {
                json.put(field.name(), number);
            } else if (value instanceof Boolean flag) {
                json.put(field.name(), flag);
            } else {
                json.put(field.name(), String.valueOf(value));
            }
        }
        return json;
    }

    /** The object on one line. */
    public static String line(SpecificRecord record) {
        try {
            return StrictJson.MAPPER.writeValueAsString(write(record));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }

    /**
     * Reads what {@link #write} wrote into an empty record.
     *
     * @return the record, all of whose fields are set
     * @throws MalformedFileException if a field is missing, unknown or of another type
     */
    public static <T extends SpecificRecord> T read(JsonNode json, T empty) throws MalformedFileException {
        if (!json.isObject()) {
            throw new MalformedFileException("it is no JSON object");
        }
        Schema schema = empty.getSchema();
        for (Schema.Field field : schema.getFields()) {
            JsonNode value = json.get(field.name());
            if (value == null) {
                throw new MalformedFileException("it has no field " + field.name());
            }
            empty.put(field.pos(), read(field, value));
        }
        if (json.size() != schema.getFields().size()) {
            for (var names = json.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (schema.getField(name) == null) {
                    throw new MalformedFileException("its field " + name + " is none of a " + schema.getName());
                }
            }
        }
        return empty;
    }

    private static Object read(Schema.Field field, JsonNode value) throws MalformedFileException {
        switch (field.schema().getType()) {
            case STRING -> {
                if (value.isTextual()) {
                    return value.textValue();
                }
            }
            case BOOLEAN -> {
                if (value.isBoolean()) {
                    return value.booleanValue();
                }
            }
            case INT -> {
                if (value.isIntegralNumber() && value.canConvertToInt()) {
                    return value.intValue();
                }
            }
            case LONG -> {
                if (value.isIntegralNumber() && value.canConvertToLong()) {
                    return field.schema().getLogicalType() == null
                            ? (Object) value.longValue()
                            : Instant.ofEpochMilli(value.longValue());
                }
            }
            case ENUM -> {
                if (value.isTextual() && field.schema().hasEnumSymbol(value.textValue())) {
                    return symbol(field.schema(), value.textValue());
                }
            }
            default -> throw new IllegalArgumentException(field.name() + " is nested: " + field.schema());
        }
        throw new MalformedFileException("its field " + field.name() + " is no "
                + field.schema().getType().getName() + ", but " + value);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the generated class of an enum schema is an enum
    private static Object symbol(Schema schema, String name) {
        return Enum.valueOf((Class<? extends Enum>) SpecificData.get().getClass(schema), name);
    }
}
