package io.gridclear.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Writes records behind a header. Confined to a thread: buffer and encoder are reused. */
final class RecordWriter<T> {

    /** A bid takes about 200 bytes; the buffer grows to the largest record and stays. */
    private static final int FIRST_BUFFER_BYTES = 512;

    private final DatumWriter<T> writer;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(FIRST_BUFFER_BYTES);
    private @Nullable BinaryEncoder encoder;

    RecordWriter(DatumWriter<T> writer) {
        this.writer = writer;
    }

    /** Header and body in one array of exactly their length. */
    byte[] write(byte[] header, T value) {
        buffer.reset();
        buffer.writeBytes(header);
        try {
            BinaryEncoder reused = EncoderFactory.get().binaryEncoder(buffer, encoder);
            encoder = reused;
            writer.write(value, reused);
            reused.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return buffer.toByteArray();
    }
}
