package io.gridclear.bridge.batch;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookEntryCodec;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.delivery.RunInputCodec;

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

    /**
     * The next input of a run.
     *
     * @throws CanonicalReader.MalformedBytes if the bytes from here on are not those of an input
     */
    public RunInput nextInput() {
        CanonicalReader input = new CanonicalReader(reader.bytes(ChunkWriter.MOST_BYTES));
        RunInput read = RunInputCodec.read(input);
        input.end();
        return read;
    }
}
