package io.gridclear.ledger.query;

import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;

/**
 * Asks for what a node has not seen.
 *
 * @param node who asks
 * @param page items from this sequence on
 */
public record NewsRequest(Address node, PageRequest page) {

    /** Canonical bytes: 20 address, 8 from, 4 most. */
    public byte[] toBytes() {
        return node.write(new CanonicalWriter()).raw(page.toBytes()).toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no request
     */
    public static NewsRequest of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        NewsRequest request = new NewsRequest(Address.read(reader), new PageRequest(reader.int64(), reader.int32()));
        reader.end();
        return request;
    }
}
