package io.gridclear.ledger.transaction;

import io.gridclear.market.canonical.CanonicalWriter;

/** What a validator's key signs to show that a node holds it. */
public final class Possession {

    private Possession() {}

    /**
     * The message.
     *
     * @param chainId the chain
     * @param nodeKey the node's key, 32 bytes
     */
    public static byte[] message(String chainId, byte[] nodeKey) {
        return new CanonicalWriter()
                .start("gridclear.possession.v1")
                .string(chainId)
                .raw(nodeKey)
                .toBytes();
    }
}
