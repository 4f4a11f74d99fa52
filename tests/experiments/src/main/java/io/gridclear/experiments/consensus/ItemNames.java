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

    /** The round of an item. */
    static int round(ItemKey item) {
        return Math.toIntExact(item.periodStart() / PERIOD_MS);
    }

    /** What who executes the batch of a round comes to. */
    static byte[] right(int round) {
        return hash("right", round);
    }

    /** The right hash of a round, or the one wrong hash that all malicious agents agree on. */
    static byte[] hash(int round, boolean wrong) {
        return hash(wrong ? "wrong" : "right", round);
    }

    static byte[] batch(int round) {
        return hash("batch", round);
    }

    static byte[] root(int round) {
        return hash("root", round);
    }

    private static byte[] hash(String what, int round) {
        return new CanonicalWriter()
                .start("gridclear.experiment-item.v1")
                .string(what)
                .int32(round)
                .hash(new Sha256());
    }
}
