package io.gridclear.schemas.serde;

import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Avro single-object encoding: bytes C3 01, the schema's fingerprint in eight bytes little-endian, the body. */
final class SingleObjectSerde<T extends SpecificRecord> implements Serde<T> {

    private static final byte MAGIC_1 = (byte) 0xC3;
    private static final byte MAGIC_2 = 0x01;
    private static final int HEADER_BYTES = 10;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Class<T> type;
    private final byte[] header;
    private final long fingerprint;
    private final Map<Long, Schema> earlierWriters = new HashMap<>();
    private final RecordWriter<T> writer;

    /** Reader of this version's records, which are nearly all. */
    private final RecordReader<T> reader;

    private final ThreadLocal<Map<Long, RecordReader<T>>> earlierReaders = ThreadLocal.withInitial(HashMap::new);

    SingleObjectSerde(Class<T> type, Schema... earlier) {
        TrustContracts.install();
        Schema schema = SpecificData.get().getSchema(type);
        this.type = type;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        this.header = new byte[HEADER_BYTES];
        header[0] = MAGIC_1;
        header[1] = MAGIC_2;
        LONG.set(header, 2, fingerprint);
        for (Schema version : earlier) {
            earlierWriters.put(SchemaNormalization.parsingFingerprint64(version), version);
        }
        this.reader = ReaderSchema.specific(type, schema);
        this.writer = new RecordWriter<>(schema);
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> encode(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> decode(bytes);
    }

    private byte @Nullable [] encode(@Nullable T value) {
        return value == null ? null : writer.write(header, value);
    }

    private @Nullable T decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length < HEADER_BYTES) {
            throw new UndecodableRecordException(
                    Reason.TOO_SHORT, bytes.length + " bytes, the header alone has " + HEADER_BYTES);
        }
        if (bytes[0] != MAGIC_1 || bytes[1] != MAGIC_2) {
            throw new UndecodableRecordException(Reason.BAD_MAGIC, "the first two bytes are not C3 01");
        }
        long writtenBy = (long) LONG.get(bytes, 2);
        if (writtenBy == fingerprint) {
            return reader.read(bytes, HEADER_BYTES);
        }
        return earlierReaders
                .get()
                .computeIfAbsent(writtenBy, this::readerOfEarlier)
                .read(bytes, HEADER_BYTES);
    }

    private RecordReader<T> readerOfEarlier(long writtenBy) {
        Schema schema = earlierWriters.get(writtenBy);
        if (schema == null) {
            throw new UndecodableRecordException(
                    Reason.UNKNOWN_SCHEMA_ID,
                    "no version of " + type.getSimpleName() + " has the fingerprint " + Long.toHexString(writtenBy));
        }
        return ReaderSchema.specific(type, schema);
    }
}
