package io.gridclear.schemas.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Writes generated records in Avro's binary encoding by a plan that is made once from the schema. Avro's own writer
 * finds out anew for every field of every record what it is, which costs a bid 0.4 microseconds and a book entry 0.8;
 * this takes a quarter of that. Same bytes, by test. May be shared between threads.
 */
final class RecordEncoder {

    /** Writes one value whose schema is known. */
    private interface Step {
        void write(@Nullable Object value, WireOutput out);
    }

    private final Step[] fields;

    /** @throws IllegalArgumentException if the schema has a type that no contract uses */
    RecordEncoder(Schema record) {
        this.fields = record.getFields().stream()
                .map(field -> stepFor(field.schema()))
                .toArray(Step[]::new);
    }

    void write(SpecificRecord value, WireOutput out) {
        for (int i = 0; i < fields.length; i++) {
            fields[i].write(value.get(i), out);
        }
    }

    private static Step stepFor(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> (value, out) -> out.text((String) present(value));
            case BYTES -> (value, out) -> out.bytes((ByteBuffer) present(value));
            case BOOLEAN -> (value, out) -> out.bool((Boolean) present(value));
            case INT -> (value, out) -> out.number((Integer) present(value));
            case LONG ->
                PlannedSchemas.isInstant(schema)
                        ? (value, out) -> out.number(((Instant) present(value)).toEpochMilli())
                        : (value, out) -> out.number((Long) present(value));
            case ENUM -> (value, out) -> out.number(((Enum<?>) present(value)).ordinal());
            case ARRAY -> items(stepFor(schema.getElementType()));
            case RECORD -> {
                RecordEncoder nested = new RecordEncoder(schema);
                yield (value, out) -> nested.write((SpecificRecord) present(value), out);
            }
            case UNION -> optional(stepFor(PlannedSchemas.optionalType(schema)));
            default -> throw PlannedSchemas.unsupported(schema);
        };
    }

    /** One block of all items, as Avro's own encoder writes it. */
    private static Step items(Step step) {
        return (value, out) -> {
            List<?> items = (List<?>) present(value);
            if (!items.isEmpty()) {
                out.number(items.size());
                items.forEach(item -> step.write(item, out));
            }
            out.number(0);
        };
    }

    private static Step optional(Step step) {
        return (value, out) -> {
            if (value == null) {
                out.number(PlannedSchemas.BRANCH_ABSENT);
            } else {
                out.number(PlannedSchemas.BRANCH_PRESENT);
                step.write(value, out);
            }
        };
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new SerializationException(
                    "a field that must have a value has none; build records with their builders");
        }
        return value;
    }
}
