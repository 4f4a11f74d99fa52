package io.gridclear.ledger.transaction;

/** Signs with one Ed25519 key. */
public interface MessageSigner {

    /** The key's public half, 32 bytes. */
    byte[] publicKey();

    /** Signature over a message, 64 bytes. */
    byte[] sign(byte[] message);
}
