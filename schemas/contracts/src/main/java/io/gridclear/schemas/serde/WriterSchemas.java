package io.gridclear.schemas.serde;

import io.gridclear.schemas.registry.SchemaLookup;
import io.gridclear.schemas.registry.UnknownSchemaException;
import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One reader per writer schema, found by the id in the record's header. Each thread has its own: Kafka Streams and
 * multi-threaded consumers share a serde between threads, and Avro's readers may not be shared. A reader is a few
 * kilobytes; their number is bounded by the versions of one subject, because only a schema that reads as the topic's
 * record gets one.
 */
final class WriterSchemas<T> {

    /** Makes the reader for a writer schema, or refuses it with {@link Reason#NOT_THE_SCHEMA}. */
    private final Function<Schema, RecordReader<T>> newReader;

    private final SchemaLookup lookup;
    private final ThreadLocal<Readers<T>> readers = ThreadLocal.withInitial(Readers::new);

    WriterSchemas(SchemaLookup lookup, Function<Schema, RecordReader<T>> newReader) {
        this.lookup = lookup;
        this.newReader = newReader;
    }

    /**
     * Decodes one record in the wire format.
     *
     * @throws UndecodableRecordException for every fault of the bytes
     * @throws io.gridclear.schemas.registry.RegistryUnavailableException if the writer's schema cannot be had
     */
    T decode(byte[] bytes) {
        int id = WireFormat.schemaIdOf(bytes);
        Readers<T> mine = readers.get();
        RecordReader<T> reader = mine.find(id);
        if (reader == null) {
            reader = newReader.apply(writerSchema(id));
            mine.add(id, reader);
        }
        return reader.read(bytes, WireFormat.HEADER_BYTES);
    }

    private Schema writerSchema(int id) {
        try {
            return lookup.schemaById(id);
        } catch (UnknownSchemaException e) {
            throw new UndecodableRecordException(Reason.UNKNOWN_SCHEMA_ID, "no schema has the id " + id, e);
        }
    }

    /** Nearly every record has the writer schema of the one before. */
    private static final class Readers<T> {
        private final Map<Integer, RecordReader<T>> byId = new HashMap<>();
        private int lastId;
        private @Nullable RecordReader<T> last;

        @Nullable
        RecordReader<T> find(int id) {
            if (last != null && id == lastId) {
                return last;
            }
            RecordReader<T> found = byId.get(id);
            if (found != null) {
                last = found;
                lastId = id;
            }
            return found;
        }

        void add(int id, RecordReader<T> reader) {
            byId.put(id, reader);
            last = reader;
            lastId = id;
        }
    }
}
