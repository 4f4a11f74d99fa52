package io.gridclear.schemas.signing;

/**
 * Checks Ed25519 signatures. All implementations obey one rule, RFC 8032 section 5.1.7 made strict, so that everybody
 * who checks a signature comes to the same verdict:
 * <ol>
 *   <li>the public key A is {@linkplain PublicKeys#isAcceptable acceptable}: canonical, on the curve, of large order;
 *   <li>S &lt; L; R is encoded canonically;
 *   <li>[S]B = R + [k]A without the cofactor, k being SHA-512(R, A, message) mod L.
 * </ol>
 * Instances may be shared between threads.
 */
public interface Ed25519Verifier {

    /** Length of a signature. */
    int SIGNATURE_BYTES = 64;

    /**
     * Whether the signature is the key's over the message. Never throws on bad input: a key or a signature of the wrong
     * length is a false one.
     *
     * @param publicKey 32 bytes
     * @param message   any bytes
     * @param signature 64 bytes, R and S
     */
    boolean verify(byte[] publicKey, byte[] message, byte[] signature);

    /** What computes: {@code corretto} or {@code bouncycastle}; for logs and metrics. */
    String name();
}
