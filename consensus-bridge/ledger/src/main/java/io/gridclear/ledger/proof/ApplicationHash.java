package io.gridclear.ledger.proof;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;

/**
 * The application hash: SHA-256 of text "gridclear.app-hash.v1" | 32 root over the mutable state | 8 number of outcomes | 32
 * root over the log of outcomes. The height is no part of it, so that a block that changes nothing leaves it.
 */
public final class ApplicationHash {

    private ApplicationHash() {}

    /**
     * The hash.
     *
     * @param mutableRoot root over the mutable state, 32 bytes
     * @param outcomes number of outcomes
     * @param outcomeRoot root over the log of outcomes, 32 bytes
     */
    public static byte[] of(byte[] mutableRoot, long outcomes, byte[] outcomeRoot, Sha256 sha256) {
        return new CanonicalWriter()
                .start("gridclear.app-hash.v1")
                .raw(mutableRoot)
                .int64(outcomes)
                .raw(outcomeRoot)
                .hash(sha256);
    }
}
