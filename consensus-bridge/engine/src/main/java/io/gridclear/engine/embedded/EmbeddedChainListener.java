package io.gridclear.engine.embedded;

import io.gridclear.ledger.application.ReplicatedApplication.BlockResult;

/** Hears what happens, on whatever thread it happens: it must neither wait nor throw. */
public interface EmbeddedChainListener {

    /** Hears nothing. */
    EmbeddedChainListener NONE = new EmbeddedChainListener() {};

    /**
     * A block was committed.
     *
     * @param height its height
     * @param transactions number of its transactions
     * @param result what became of it
     */
    default void onBlock(long height, int transactions, BlockResult result) {}

    /**
     * A replica changed its state.
     *
     * @param replica its number, from 0
     * @param state the new state
     * @param detail why, in words
     */
    default void onReplica(int replica, ReplicaState state, String detail) {}

    /** The chain's condition changed. */
    default void onCondition(ChainCondition condition) {}
}
