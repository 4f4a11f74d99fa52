package io.gridclear.ledger.transaction;

/** Checks Ed25519 signatures by the house's one rule (RFC 8032, strict, cofactorless); never throws on bad input. */
@FunctionalInterface
public interface SignatureVerifier {

    /**
     * Whether the signature is the key's over the message.
     *
     * @param publicKey 32 bytes
     * @param message any bytes
     * @param signature 64 bytes
     */
    boolean verify(byte[] publicKey, byte[] message, byte[] signature);
}
