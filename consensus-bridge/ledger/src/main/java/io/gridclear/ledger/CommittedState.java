package io.gridclear.ledger;

import io.gridclear.ledger.genesis.Foundation;
import io.gridclear.ledger.item.Outcomes;
import io.gridclear.ledger.proof.ApplicationHash;
import io.gridclear.ledger.proof.StateRoot;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.LedgerStore;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a replica stands.
 *
 * @param foundation the chain; null before the founding
 * @param height height of the last block; 0 before the first
 * @param outcomes number of outcomes
 * @param lastChange height of the last block that changed anything
 * @param root root over the mutable state
 * @param applicationHash hash of the whole state, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record CommittedState(
        @Nullable Foundation foundation,
        long height,
        long outcomes,
        long lastChange,
        StateRoot root,
        byte[] applicationHash) {

    private static final byte[] META = Keyspace.META.key();
    private static final String DOMAIN = "gridclear.ledger-meta.v1";

    /**
     * What a store holds.
     *
     * @throws IllegalStateException if its entries do not come to the application hash that was stored with them
     */
    static CommittedState of(LedgerStore store) {
        StateRoot root = StateRoot.of(store);
        byte[] meta = store.get(META);
        if (meta == null) {
            return new CommittedState(null, 0, 0, 0, root, new byte[0]);
        }
        byte[] founded = store.get(Keyspace.GENESIS.key());
        if (founded == null) {
            throw new IllegalStateException("the store has blocks and no genesis");
        }
        CanonicalReader reader = new CanonicalReader(meta).start(DOMAIN);
        CommittedState state = new CommittedState(
                Foundation.of(founded),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                root,
                reader.raw(Sha256.LENGTH));
        reader.end();
        Sha256 sha256 = new Sha256();
        byte[] outcomeRoot = new Outcomes(new Overlay(store), state.outcomes, sha256).root();
        byte[] hash = ApplicationHash.of(root.bytes(), state.outcomes, outcomeRoot, sha256);
        if (!Arrays.equals(hash, state.applicationHash)) {
            throw new IllegalStateException("the store does not hold the state of height " + state.height);
        }
        return state;
    }

    /** The state after a block, or after the founding (height 0), whose changes are all in an overlay. */
    CommittedState after(Foundation founded, long nextHeight, Overlay overlay, Outcomes log, Sha256 sha256) {
        StateRoot nextRoot = root.with(overlay.changes());
        return new CommittedState(
                founded,
                nextHeight,
                log.count(),
                overlay.isEmpty() ? lastChange : nextHeight,
                nextRoot,
                ApplicationHash.of(nextRoot.bytes(), log.count(), log.root(), sha256));
    }

    /** Adds itself to the changes that lead to it. */
    void writeTo(Overlay overlay) {
        overlay.put(
                META,
                new CanonicalWriter()
                        .start(DOMAIN)
                        .int64(height)
                        .int64(outcomes)
                        .int64(lastChange)
                        .raw(applicationHash)
                        .toBytes());
    }
}
