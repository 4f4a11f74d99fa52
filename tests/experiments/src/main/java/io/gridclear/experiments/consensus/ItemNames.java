package io.gridclear.experiments.consensus;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;

/** Items of the rounds, their hashes and digests. */
final class ItemNames {

    private static final long PERIOD_MS = 3_600_000;

    private ItemNames() {}

    /** The item of a round: an hour's clearing. */
    static ItemKey item(int round) {
        return ItemKey.initial("area", PERIOD_MS * round);
    }

    /** The METERED run of a round. */
    static ItemKey metered(int round) {
        ItemKey initial = item(round);
        return new ItemKey(initial.area(), initial.periodStart(), ItemKey.METERED, 0);
    }

    /** What who executes the batch of a run comes to. */
    static byte[] right(ItemKey item) {
        return hash("right", item);
    }

    /** The one wrong hash of an item that all malicious agents agree on. */
    static byte[] wrong(ItemKey item) {
        return hash("wrong", item);
    }

    static byte[] batch(ItemKey item) {
        return hash("batch", item);
    }

    static byte[] root(ItemKey item) {
        return hash("root", item);
    }

    private static byte[] hash(String what, ItemKey item) {
        return item.write(new CanonicalWriter()
                        .start("gridclear.experiment-item.v1")
                        .string(what))
                .hash(new Sha256());
    }
}
