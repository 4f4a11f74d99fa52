package io.gridclear.ledger.execution;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import org.jspecify.annotations.Nullable;

/** Items whose deliveries were reported, with the hash of the report; one leaf covers them all: a chain over them. */
final class Reports {

    private static final byte[] CHAIN = Keyspace.REPORTS.key();
    private static final byte[] NOTHING = {};

    private final Overlay overlay;
    private final Sha256 sha256;

    Reports(Overlay overlay, Sha256 sha256) {
        this.overlay = overlay;
        this.sha256 = sha256;
    }

    /** Hash of the report on an item, or null. */
    byte @Nullable [] find(ItemKey item) {
        return overlay.get(key(item));
    }

    /** Remembers a report for good. */
    void add(ItemKey item, byte[] contentHash) {
        byte[] before = overlay.get(CHAIN);
        CanonicalWriter writer =
                new CanonicalWriter().start("gridclear.reports.v1").bytes(before == null ? NOTHING : before);
        overlay.put(CHAIN, item.write(writer).raw(contentHash).hash(sha256));
        overlay.put(key(item), contentHash);
    }

    private static byte[] key(ItemKey item) {
        return Keyspace.REPORTED.key(item.write(new CanonicalWriter()).toBytes());
    }
}
