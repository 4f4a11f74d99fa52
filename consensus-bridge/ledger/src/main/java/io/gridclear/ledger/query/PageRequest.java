package io.gridclear.ledger.query;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;

/**
 * Asks for a run of items or outcomes.
 *
 * @param from first sequence (open items) or index (outcomes)
 * @param most most of them, 1..1,000
 */
public record PageRequest(long from, int most) {

    /** Most on a page: 1,000 open items of a committee of 50 fill 3 MB. */
    public static final int MOST = 1_000;

    public PageRequest {
        if (from < 0 || most < 1 || most > MOST) {
            throw new IllegalArgumentException("no page of " + most + " from " + from);
        }
    }

    /** Canonical bytes: 8 from, 4 most. */
    public byte[] toBytes() {
        return new CanonicalWriter().int64(from).int32(most).toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote; nothing at all is the first page.
     *
     * @throws IllegalArgumentException if it is no request
     */
    public static PageRequest of(byte[] bytes) {
        if (bytes.length == 0) {
            return new PageRequest(0, MOST);
        }
        CanonicalReader reader = new CanonicalReader(bytes);
        PageRequest request = new PageRequest(reader.int64(), reader.int32());
        reader.end();
        return request;
    }
}
