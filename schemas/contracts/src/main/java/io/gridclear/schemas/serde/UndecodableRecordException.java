package io.gridclear.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Bytes that are no record of their topic: the writer's fault, one record to be set aside, the stream goes on. */
public final class UndecodableRecordException extends SerializationException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the bytes; the name goes into dead-letter headers and metrics. */
    public enum Reason {
        /** Fewer bytes than the header has. */
        TOO_SHORT,
        /** The first byte (two bytes in the internal encoding) is not that of the encoding. */
        BAD_MAGIC,
        /** The header names a schema that nobody registered. */
        UNKNOWN_SCHEMA_ID,
        /** The header names a schema of another record, or one that the topic's schema cannot read. */
        NOT_THE_SCHEMA,
        /** The body is not what its schema says: cut off, a length or a number out of range. */
        MALFORMED_BODY,
        /** The body is followed by bytes that belong to nothing. */
        TRAILING_BYTES
    }

    private final Reason reason;

    UndecodableRecordException(Reason reason, String detail) {
        this(reason, detail, null);
    }

    UndecodableRecordException(Reason reason, String detail, @Nullable Throwable cause) {
        super(reason + ": " + detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
