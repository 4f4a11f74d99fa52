package io.gridclear.ops.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gridclear.schemas.serde.UndecodableRecordException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as one line of JSON:
 * {@code {"topic","partition","offset","timestamp","key","value","headers"}}, the last only where there are any.
 *
 * <p>A value has the fields of its Avro record: longs as numbers (instants in epoch ms), enums by name, bytes in
 * base64. A value that does not decode is shown as {@code "undecodable"}, the reason, and {@code "valueBase64"}, its
 * bytes. A key or header that is not UTF-8 is shown in base64 as {@code {"base64": ...}}.
 */
public final class RecordJson {

    private final Deserializer<GenericRecord> values;
    private final JsonFactory json = new JsonFactory();

    /** @param values decodes values; {@link UndecodableRecordException} is shown, every other failure goes through */
    public RecordJson(Deserializer<GenericRecord> values) {
        this.values = values;
    }

    /** The record's line in UTF-8, its end of line included. */
    public byte[] line(ConsumerRecord<byte[], byte[]> kafkaRecord) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = json.createGenerator(line)) {
            generator.writeStartObject();
            generator.writeStringField("topic", kafkaRecord.topic());
            generator.writeNumberField("partition", kafkaRecord.partition());
            generator.writeNumberField("offset", kafkaRecord.offset());
            generator.writeNumberField("timestamp", kafkaRecord.timestamp());
            generator.writeFieldName("key");
            writeText(generator, kafkaRecord.key());
            writeValue(generator, kafkaRecord);
            writeHeaders(generator, kafkaRecord);
            generator.writeEndObject();
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return line.toByteArray();
    }

    private void writeValue(JsonGenerator generator, ConsumerRecord<byte[], byte[]> kafkaRecord) throws IOException {
        GenericRecord value;
        try {
            value = values.deserialize(kafkaRecord.topic(), kafkaRecord.value());
        } catch (UndecodableRecordException e) {
            generator.writeStringField("undecodable", e.getMessage());
            generator.writeBinaryField("valueBase64", kafkaRecord.value());
            return;
        }
        generator.writeFieldName("value");
        write(generator, value);
    }

    private static void writeHeaders(JsonGenerator generator, ConsumerRecord<byte[], byte[]> kafkaRecord)
            throws IOException {
        Header[] headers = kafkaRecord.headers().toArray();
        if (headers.length == 0) {
            return;
        }
        // an array: Kafka keeps headers in order and allows a name twice
        generator.writeArrayFieldStart("headers");
        for (Header header : headers) {
            generator.writeStartObject();
            generator.writeFieldName(header.key());
            writeText(generator, header.value());
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    private static void writeText(JsonGenerator generator, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            generator.writeNull();
            return;
        }
        try {
            generator.writeString(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            generator.writeStartObject();
            generator.writeBinaryField("base64", bytes);
            generator.writeEndObject();
        }
    }

    private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof GenericRecord inner) {
            generator.writeStartObject();
            for (Schema.Field field : inner.getSchema().getFields()) {
                generator.writeFieldName(field.name());
                write(generator, inner.get(field.pos()));
            }
            generator.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            generator.writeStartArray();
            for (Object item : items) {
                write(generator, item);
            }
            generator.writeEndArray();
        } else if (value instanceof Map<?, ?> entries) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                write(generator, entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            generator.writeBinary(bytes);
        } else if (value instanceof GenericFixed fixed) {
            generator.writeBinary(fixed.bytes());
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value instanceof Number number) {
            generator.writeNumber(number.doubleValue());
        } else {
            // text and the names of enums
            generator.writeString(value.toString());
        }
    }
}
