package io.gridclear.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingJsonFactory;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records without nesting as JSON objects, field by field as their schema has them: instants in epoch ms, enums by their
 * symbols, bytes in lower-case hexadecimal. Reading is strict: every field once, of its very type, and no other.
 */
public final class FlatRecordJson {

    /** Its parsers let a field be there twice, which costs them a set of names an object. */
    private static final JsonFactory ONCE_CHECKED_HERE = new MappingJsonFactory();

    private static final Pattern HEXADECIMAL = Pattern.compile("([0-9a-f]{2})*");

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
            } else if (value instanceof ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                json.put(field.name(), HexFormat.of().formatHex(copy));
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
        try (JsonParser parser = json.traverse(ONCE_CHECKED_HERE.getCodec())) {
            return read(parser, empty);
        } catch (IOException e) {
            throw new IllegalStateException("a tree is in memory", e);
        }
    }

    /**
     * Reads what {@link #line} wrote into an empty record, without a tree between.
     *
     * @return the record, all of whose fields are set
     * @throws MalformedFileException if it is no JSON, or a field is missing, unknown, there twice or of another type
     */
    public static <T extends SpecificRecord> T read(String text, T empty) throws MalformedFileException {
        try (JsonParser parser = ONCE_CHECKED_HERE.createParser(text)) {
            T record = read(parser, empty);
            if (parser.nextToken() != null) {
                throw new MalformedFileException("it is no JSON: something follows the object");
            }
            return record;
        } catch (JsonProcessingException e) {
            throw new MalformedFileException("it is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("a text is in memory", e);
        }
    }

    private static <T extends SpecificRecord> T read(JsonParser parser, T empty)
            throws IOException, MalformedFileException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedFileException("it is no JSON object");
        }
        Schema schema = empty.getSchema();
        boolean[] isSet = new boolean[schema.getFields().size()];
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            Schema.Field field = schema.getField(name);
            if (field == null) {
                throw new MalformedFileException("its field " + name + " is none of a " + schema.getName());
            }
            if (isSet[field.pos()]) {
                throw new MalformedFileException("it is no JSON: Duplicate field '" + name + "'");
            }
            parser.nextToken();
            empty.put(field.pos(), read(field, parser));
            isSet[field.pos()] = true;
        }
        for (Schema.Field field : schema.getFields()) {
            if (!isSet[field.pos()]) {
                throw new MalformedFileException("it has no field " + field.name());
            }
        }
        return empty;
    }

    private static Object read(Schema.Field field, JsonParser parser) throws IOException, MalformedFileException {
        JsonToken token = parser.currentToken();
        switch (field.schema().getType()) {
            case STRING -> {
                if (token == JsonToken.VALUE_STRING) {
                    return parser.getText();
                }
            }
            case BYTES -> {
                if (token == JsonToken.VALUE_STRING
                        && HEXADECIMAL.matcher(parser.getText()).matches()) {
                    return ByteBuffer.wrap(HexFormat.of().parseHex(parser.getText()));
                }
            }
            case BOOLEAN -> {
                if (token.isBoolean()) {
                    return parser.getBooleanValue();
                }
            }
            case INT -> {
                if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == NumberType.INT) {
                    return parser.getIntValue();
                }
            }
            case LONG -> {
                if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != NumberType.BIG_INTEGER) {
                    return field.schema().getLogicalType() == null
                            ? (Object) parser.getLongValue()
                            : Instant.ofEpochMilli(parser.getLongValue());
                }
            }
            case ENUM -> {
                if (token == JsonToken.VALUE_STRING && field.schema().hasEnumSymbol(parser.getText())) {
                    return symbol(field.schema(), parser.getText());
                }
            }
            default -> throw new IllegalArgumentException(field.name() + " is nested: " + field.schema());
        }
        throw new MalformedFileException("its field " + field.name() + " is no "
                + field.schema().getType().getName() + ", but " + parser.readValueAsTree());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the generated class of an enum schema is an enum
    private static Object symbol(Schema schema, String name) {
        return Enum.valueOf((Class<? extends Enum>) SpecificData.get().getClass(schema), name);
    }
}
