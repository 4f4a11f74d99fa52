package io.gridclear.schemas.serde;

import io.gridclear.schemas.serde.UndecodableRecordException.Reason;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Reads bodies that one writer schema describes. Confined to a thread: Avro's decoder is reused. */
final class RecordReader<T> {

    private final DatumReader<T> reader;
    private @Nullable BinaryDecoder decoder;

    RecordReader(DatumReader<T> reader) {
        this.reader = reader;
    }

    /**
     * Reads one record that fills {@code bytes} from {@code offset} to the end.
     *
     * @throws UndecodableRecordException if it does not
     */
    T read(byte[] bytes, int offset) {
        try {
            BinaryDecoder reused = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, decoder);
            decoder = reused;
            T value = reader.read(null, reused);
            if (!reused.isEnd()) {
                throw new UndecodableRecordException(
                        Reason.TRAILING_BYTES, "bytes follow the record, " + bytes.length + " in all");
            }
            return value;
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | UnsupportedOperationException e) {
            throw new UndecodableRecordException(
                    Reason.MALFORMED_BODY, "the body is not what its schema says (" + e.getMessage() + ")", e);
        }
    }
}
