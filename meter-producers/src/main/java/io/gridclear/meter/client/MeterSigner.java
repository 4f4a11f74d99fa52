package io.gridclear.meter.client;

import io.gridclear.schemas.signing.Ed25519KeyPair;
import io.gridclear.schemas.signing.Ed25519Signer;

/**
 * Signs for one usage point. An interface because a meter's key may never leave its secure element; must
 * be safe for use by several threads.
 */
@FunctionalInterface
public interface MeterSigner {
    /**
     * Ed25519 signature (RFC 8032) over {@code message}.
     *
     * @return 64 bytes
     */
    byte[] sign(byte[] message);

    /** Signs in this process with a key held in memory. */
    static MeterSigner of(Ed25519KeyPair keys) {
        return new Ed25519Signer(keys)::sign;
    }
}
