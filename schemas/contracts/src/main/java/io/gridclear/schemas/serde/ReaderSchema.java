package io.gridclear.schemas.serde;

import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Which writer schemas a reader takes, and the readers for them. */
final class ReaderSchema {

    /** Room that an array begins with: Avro believes the number of items that stands before them, and makes room for all. */
    private static final int FIRST_ITEMS = 16;

    private ReaderSchema() {}

    /**
     * Reader of {@code type} for what {@code writer} wrote.
     *
     * @throws UndecodableRecordException if the schema is that of another record, or breaks with this one. Avro itself
     *                                    would read any record as any other whose fields all have defaults.
     */
    static <T extends SpecificRecord> RecordReader<T> specific(Class<T> type, Schema writer) {
        SpecificData data = SpecificData.getForClass(type);
        Schema reader = data.getSchema(type);
        if (!writer.getFullName().equals(reader.getFullName())) {
            throw new UndecodableRecordException(
                    Reason.NOT_THE_SCHEMA,
                    "it is written as " + writer.getFullName() + ", not " + reader.getFullName());
        }
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
            throw new UndecodableRecordException(
                    Reason.NOT_THE_SCHEMA,
                    "its version of " + writer.getFullName() + " cannot be read: "
                            + compatibility.getResult().getIncompatibilities());
        }
        return sameLayout(writer, reader)
                ? planned(type, new RecordDecoder(reader))
                : new ResolvingReader<>(new SpecificDatumReader<>(writer, reader, data) {
                    @Override
                    protected Object newArray(@Nullable Object old, int size, Schema schema) {
                        return super.newArray(old, Math.min(size, FIRST_ITEMS), schema);
                    }
                });
    }

    /** Reader for whatever record {@code writer} describes. */
    static RecordReader<GenericRecord> generic(Schema writer) {
        if (writer.getType() != Schema.Type.RECORD) {
            throw new UndecodableRecordException(Reason.NOT_THE_SCHEMA, "its schema is no record but " + writer);
        }
        return new ResolvingReader<>(new GenericDatumReader<>(writer, writer, GenericData.get()) {
            @Override
            protected Object newArray(@Nullable Object old, int size, Schema schema) {
                return super.newArray(old, Math.min(size, FIRST_ITEMS), schema);
            }
        });
    }

    /** Whether both write the same bytes for the same values; documentation and Java types aside. */
    private static boolean sameLayout(Schema writer, Schema reader) {
        return SchemaNormalization.toParsingForm(writer).equals(SchemaNormalization.toParsingForm(reader));
    }

    private static <T extends SpecificRecord> RecordReader<T> planned(Class<T> type, RecordDecoder decoder) {
        return (bytes, offset) -> {
            WireInput in = new WireInput(bytes, offset);
            T value = type.cast(decoder.read(in));
            in.expectEnd();
            return value;
        };
    }
}
