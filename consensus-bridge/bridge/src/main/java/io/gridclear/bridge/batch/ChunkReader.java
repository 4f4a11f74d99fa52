package io.gridclear.bridge.batch;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookEntryCodec;
import io.gridclear.market.canonical.CanonicalReader;

/** Reads a chunk's payload entry by entry, from bytes that anybody may have written. Single-threaded. */
public final class ChunkReader {

    private final CanonicalReader reader;

    public ChunkReader(byte[] payload) {
        this.reader = new CanonicalReader(payload);
    }

    /** Whether bytes are left. */
    public boolean hasNext() {
        return reader.remaining() > 0;
    }

    /**
     * The next entry.
     *
     * @throws CanonicalReader.MalformedBytes if the bytes from here on are not those of an entry
     */
    public BookEntry next() {
        return BookEntryCodec.decode(reader.bytes(ChunkWriter.MOST_BYTES));
    }
}
