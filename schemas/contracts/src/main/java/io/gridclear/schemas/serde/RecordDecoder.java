package io.gridclear.schemas.serde;

import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads generated records whose writer had the same schema, by a plan that is made once from the schema: the
 * counterpart of {@link RecordEncoder}. May be shared between threads.
 */
final class RecordDecoder {

    /** Reads one value whose schema is known. */
    private interface Step {
        @Nullable
        Object read(WireInput in);
    }

    private final Constructor<?> constructor;
    private final Step[] fields;

    /** @throws IllegalArgumentException if the schema has a type that no contract uses */
    RecordDecoder(Schema record) {
        this.constructor = constructorOf(SpecificData.get().getClass(record));
        this.fields = record.getFields().stream()
                .map(field -> stepFor(field.schema()))
                .toArray(Step[]::new);
    }

    SpecificRecord read(WireInput in) {
        SpecificRecord value = newRecord();
        for (int i = 0; i < fields.length; i++) {
            value.put(i, fields[i].read(in));
        }
        return value;
    }

    private SpecificRecord newRecord() {
        try {
            return (SpecificRecord) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a generated class cannot be created: " + constructor, e);
        }
    }

    private static Step stepFor(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> WireInput::text;
            case BYTES -> WireInput::bytes;
            case BOOLEAN -> WireInput::bool;
            case INT -> WireInput::smallNumber;
            case LONG -> PlannedSchemas.isInstant(schema) ? in -> Instant.ofEpochMilli(in.number()) : WireInput::number;
            case ENUM -> symbol(SpecificData.get().getClass(schema).getEnumConstants());
            case ARRAY -> items(stepFor(schema.getElementType()));
            case RECORD -> new RecordDecoder(schema)::read;
            case UNION -> optional(stepFor(PlannedSchemas.optionalType(schema)));
            default -> throw PlannedSchemas.unsupported(schema);
        };
    }

    /** The generated enum lists its constants in the order of the symbols. */
    private static Step symbol(Object[] constants) {
        return in -> {
            int index = in.smallNumber();
            if (index < 0 || index >= constants.length) {
                throw WireInput.malformed("symbol " + index + " of an enum that has " + constants.length);
            }
            return constants[index];
        };
    }

    /** Blocks of items, each with their number before it, until a block of none. */
    private static Step items(Step step) {
        return in -> {
            List<@Nullable Object> items = new ArrayList<>();
            for (int left = in.items(); left > 0; left = in.items()) {
                for (; left > 0; left--) {
                    items.add(step.read(in));
                }
            }
            return items;
        };
    }

    private static Step optional(Step step) {
        return in -> {
            int branch = in.smallNumber();
            return switch (branch) {
                case PlannedSchemas.BRANCH_ABSENT -> null;
                case PlannedSchemas.BRANCH_PRESENT -> step.read(in);
                default -> throw WireInput.malformed("branch " + branch + " of a union of two");
            };
        };
    }

    private static Constructor<?> constructorOf(Class<?> type) {
        try {
            return type.getDeclaredConstructor();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("generated classes have a constructor without parameters: " + type, e);
        }
    }
}
