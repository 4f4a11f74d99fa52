package io.gridclear.ledger;

import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.transaction.MessageSigner;
import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.market.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A key whose signature is SHA-512 over the public key and the message: whoever changes a byte of either has no signature.
 * That the ledger asks the real curve is shown once, elsewhere; here millions of signatures are made.
 */
public final class TestKey implements MessageSigner {

    /** Verifies what test keys signed. */
    public static final SignatureVerifier VERIFIER =
            (key, message, signature) -> Arrays.equals(signature, sign(key, message));

    private final String name;
    private final byte[] publicKey;

    /** The key of a name. */
    public TestKey(String name) {
        this.name = name;
        this.publicKey = new Sha256().hash(name.getBytes(StandardCharsets.UTF_8));
    }

    public String name() {
        return name;
    }

    public Address address() {
        return Address.ofKey(publicKey, new Sha256());
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public byte[] sign(byte[] message) {
        return sign(publicKey, message);
    }

    private static byte[] sign(byte[] key, byte[] message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(key);
            return digest.digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TestKey key && name.equals(key.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
