package io.gridclear.schemas.serde;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Header and record to bytes. May be shared between threads, each of which has its buffer. */
final class RecordWriter<T extends SpecificRecord> {

    private final RecordEncoder encoder;
    private final ThreadLocal<WireOutput> outputs = ThreadLocal.withInitial(WireOutput::new);

    RecordWriter(Schema schema) {
        this.encoder = new RecordEncoder(schema);
    }

    byte[] write(byte[] header, T value) {
        WireOutput out = outputs.get();
        out.start(header);
        encoder.write(value, out);
        return out.toBytes();
    }
}
