package io.gridclear.engine.rpc;

/**
 * What a node answers instead of a result.
 *
 * @param code JSON-RPC's
 * @param message JSON-RPC's
 * @param data the engine's own words
 */
record RpcError(long code, String message, String data) {

    /** The mempool has seen the transaction; the sender need not do anything. */
    boolean isTransactionKnown() {
        return data.contains("tx already exists in cache");
    }

    /** No node of this chain will ever take the transaction. */
    boolean isTransactionTooLarge() {
        return data.contains("Tx too large") || data.contains("request body too large");
    }

    /** The height is not committed yet. */
    boolean isHeightInTheFuture() {
        return data.contains("must be less than or equal to the current blockchain height");
    }
}
