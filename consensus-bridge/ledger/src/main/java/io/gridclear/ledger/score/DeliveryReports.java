package io.gridclear.ledger.score;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.TransactionCodec;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.score.ScoreProfile;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that are reported and not decided. They change scores when the agents have attested to them, and nothing when
 * the agents come to something else.
 */
public final class DeliveryReports {

    private final Overlay overlay;
    private final Nodes nodes;
    private final ScoreProfile profile;

    public DeliveryReports(Overlay overlay, Nodes nodes, ScoreProfile profile) {
        this.overlay = overlay;
        this.nodes = nodes;
        this.profile = profile;
    }

    /** Keeps a report until its item is decided. */
    public void open(ItemKey item, List<Delivery> deliveries) {
        overlay.put(key(item), Delivery.write(new CanonicalWriter(), deliveries).toBytes());
    }

    /** Canonical bytes of the deliveries of an open item, or null. */
    public byte @Nullable [] bytes(ItemKey item) {
        return overlay.get(key(item));
    }

    /**
     * The item is decided: new scores if it is FINAL.
     *
     * @return what reputation this delivery gives each node that had a trade, ppm; empty if the item is DISPUTED
     */
    public NavigableMap<Address, Long> close(ItemKey item, Outcome.Status status) {
        byte[] bytes = bytes(item);
        if (bytes == null) {
            throw new IllegalStateException("no report of " + item);
        }
        overlay.delete(key(item));
        if (status == Outcome.Status.DISPUTED) {
            return Collections.emptyNavigableMap();
        }
        DeliveryScores scores = new DeliveryScores();
        for (Delivery delivery : TransactionCodec.readDeliveries(new CanonicalReader(bytes))) {
            Address owner = nodes.ownerOfUsagePoint(delivery.usagePoint());
            if (owner == null) {
                throw new IllegalStateException("nobody's usage point was reported: " + delivery);
            }
            scores.add(owner, delivery.contractedWh(), delivery.deliveredWh());
        }
        return scores.apply(nodes, profile);
    }

    private static byte[] key(ItemKey item) {
        return Keyspace.REPORT.key(item.write(new CanonicalWriter()).toBytes());
    }
}
