package io.gridclear.schemas.signing;

/**
 * Computes whether [S]B = R + [k]A, exactly and without the cofactor, for inputs whose form has been checked. May be
 * shared between threads.
 *
 * @param <K> a decoded public key
 */
interface SignatureEquation<K> {

    /** Decodes a key that {@link PublicKeys#isAcceptable} accepts. */
    K decode(byte[] acceptableKey);

    /**
     * Whether the equation holds.
     *
     * @param key       decoded from the public key
     * @param signature R and S, both canonical
     */
    boolean holds(K key, byte[] message, byte[] signature);

    String name();
}
