package io.gridclear.ledger.query;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;

/**
 * What a node has not seen, all of one height. Sequences and indexes of outcomes only grow, so that they serve as cursors on
 * every node, also one that is behind: it has nothing new. What becomes of an item that was seen stands in the log of
 * outcomes, but for the attestations to it that an election drops: another cycle says that one may have.
 *
 * @param height height that answers
 * @param cycle elections so far
 * @param heard whether the node that asks is in office and not banned
 * @param nextSequence from where to ask on
 * @param outcomes number of outcomes
 * @param items open ones from the sequence on that was asked for, ascending
 */
public record News(long height, long cycle, boolean heard, long nextSequence, long outcomes, List<ItemView> items) {

    private static final String DOMAIN = "gridclear.news.v1";

    public News {
        items = List.copyOf(items);
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        CanonicalWriter writer =
                new CanonicalWriter().start(DOMAIN).int64(height).int64(cycle);
        ViewCodec.writeFlag(writer, heard);
        writer.int64(nextSequence).int64(outcomes);
        ViewCodec.write(writer, items, (out, item) -> item.write(out));
        return writer.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static News of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        News news = new News(
                reader.int64(),
                reader.int64(),
                ViewCodec.readFlag(reader),
                reader.int64(),
                reader.int64(),
                ViewCodec.read(reader, ItemView::read));
        reader.end();
        return news;
    }
}
