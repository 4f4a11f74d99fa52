package io.gridclear.ledger.query;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;

/**
 * Items that are not decided.
 *
 * @param items by sequence, ascending
 * @param total how many there are in all
 */
public record OpenItemsPage(List<ItemView> items, int total) {

    private static final String DOMAIN = "gridclear.open-items.v1";

    public OpenItemsPage {
        items = List.copyOf(items);
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN).int32(total);
        ViewCodec.write(writer, items, (out, item) -> item.write(out));
        return writer.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static OpenItemsPage of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        int total = reader.int32();
        OpenItemsPage page = new OpenItemsPage(ViewCodec.read(reader, ItemView::read), total);
        reader.end();
        return page;
    }
}
