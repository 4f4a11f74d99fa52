package io.gridclear.market.book;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;

/**
 * Hash chain over the entries of one area and period: h(0) = 32 zero bytes, h(i+1) = SHA-256(domain || h(i) || bytes of
 * entry i), with the bytes of {@link BookEntryCodec}. It commits to every entry and their order, and can go on from its
 * last value. Single-threaded.
 */
public final class BookChain {

    private static final String DOMAIN = "gridclear.book-entry.v1";

    private final CanonicalWriter writer = new CanonicalWriter();
    private final Sha256 sha256;

    public BookChain(Sha256 sha256) {
        this.sha256 = sha256;
    }

    /** h(0). */
    public static byte[] start() {
        return new byte[Sha256.LENGTH];
    }

    /**
     * h(i+1) from h(i) and entry i.
     *
     * @throws IllegalArgumentException if the last value is not 32 bytes, or a text of the entry has no canonical bytes
     */
    public byte[] next(byte[] last, BookEntry entry) {
        if (last.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("a value of the chain has 32 bytes, not " + last.length);
        }
        return BookEntryCodec.write(writer.start(DOMAIN).raw(last), entry).hash(sha256);
    }
}
