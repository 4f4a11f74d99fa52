package io.gridclear.schemas.serde;

/** Reads bodies that one writer schema describes. */
interface RecordReader<T> {

    /**
     * Reads the one record that fills {@code bytes} from {@code offset} to the end.
     *
     * @throws UndecodableRecordException if the bytes are no such record
     */
    T read(byte[] bytes, int offset);
}
