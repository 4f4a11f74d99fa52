package io.gridclear.ledger.query;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;

/**
 * All registered nodes.
 *
 * @param nodes by address, ascending
 */
public record NodesView(List<NodeView> nodes) {

    private static final String DOMAIN = "gridclear.nodes.v1";

    public NodesView {
        nodes = List.copyOf(nodes);
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN);
        ViewCodec.write(writer, nodes, (out, node) -> node.write(out));
        return writer.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static NodesView of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        NodesView view = new NodesView(ViewCodec.read(reader, NodeView::read));
        reader.end();
        return view;
    }
}
