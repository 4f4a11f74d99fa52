package io.gridclear.bridge.batch;

import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookEntryCodec;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.delivery.RunInputCodec;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a log, or a run's inputs, into chunks while they are read: the same always into the same ones. Holds one chunk and the hashes of
 * those before it. Single-threaded.
 */
public final class ChunkWriter {

    /**
     * Largest payload, bytes: half of what a broker takes in one batch of records, so that a chunk with its envelope
     * always fits, and some two thousand orders, so that the envelope costs nothing.
     */
    public static final int MOST_BYTES = 512 * 1024;

    /** Where the chunks go, in order. */
    public interface Sink {

        /**
         * A chunk.
         *
         * @param number from 0
         * @param entries entries in it
         * @param payload its bytes, at most {@link #MOST_BYTES}; the receiver's to keep
         * @param hash SHA-256 of the payload
         */
        void chunk(int number, long entries, byte[] payload, byte[] hash);
    }

    private final Sink sink;
    private final Sha256 sha256 = new Sha256();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();
    private final List<byte[]> hashes = new ArrayList<>();
    private long openEntries;
    private long entries;

    public ChunkWriter(Sink sink) {
        this.sink = sink;
    }

    /**
     * Takes the next entry of the log.
     *
     * @throws IllegalArgumentException if a text of the entry has no canonical bytes
     */
    public void add(BookEntry entry) {
        add(BookEntryCodec.encode(entry));
    }

    /**
     * Takes the next input of a run.
     *
     * @throws IllegalArgumentException if it is longer than a chunk
     */
    public void add(RunInput input) {
        add(RunInputCodec.write(new CanonicalWriter(), input).toBytes());
    }

    private void add(byte[] bytes) {
        if (Integer.BYTES + bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("an entry of " + bytes.length + " bytes is longer than a chunk");
        }
        if (open.size() + Integer.BYTES + bytes.length > MOST_BYTES) {
            close();
        }
        for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
            open.write(bytes.length >> shift);
        }
        open.writeBytes(bytes);
        openEntries++;
        entries++;
    }

    /** Ends the last chunk; hashes of all, in order. */
    public List<byte[]> finish() {
        if (openEntries > 0) {
            close();
        }
        return List.copyOf(hashes);
    }

    /** Entries so far. */
    public long entries() {
        return entries;
    }

    private void close() {
        byte[] payload = open.toByteArray();
        byte[] hash = sha256.hash(payload);
        sink.chunk(hashes.size(), openEntries, payload, hash);
        hashes.add(hash);
        open.reset();
        openEntries = 0;
    }
}
