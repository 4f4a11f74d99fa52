package io.gridclear.schemas.serde;

import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import java.io.IOException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads with Avro's own reader, which resolves one version of a schema to another. Confined to a thread. */
final class ResolvingReader<T> implements RecordReader<T> {

    private final DatumReader<T> reader;
    private @Nullable BinaryDecoder decoder;

    ResolvingReader(DatumReader<T> reader) {
        this.reader = reader;
    }

    @Override
    public T read(byte[] bytes, int offset) {
        BinaryDecoder reused = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, decoder);
        decoder = reused;
        T value;
        boolean atEnd;
        try {
            value = reader.read(null, reused);
            atEnd = reused.isEnd();
        } catch (IOException | RuntimeException e) {
            // Avro says in a dozen ways, most of them unchecked, that bytes are not what they should be
            throw new UndecodableRecordException(
                    Reason.MALFORMED_BODY, "the body is not what its schema says: " + e.getMessage(), e);
        }
        if (!atEnd) {
            throw new UndecodableRecordException(Reason.TRAILING_BYTES, "bytes follow the record");
        }
        return value;
    }
}
