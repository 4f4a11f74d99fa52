package io.gridclear.schemas.signing;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * Signs with one key. Ed25519 signatures are a function of key and message, so it does not matter which implementation
 * computes them; the native one is used where it runs. Instances may be shared between threads.
 */
public final class Ed25519Signer {

    private static final Optional<Provider> NATIVE = CorrettoProvider.get();
    private static final ThreadLocal<Signature> ENGINES = ThreadLocal.withInitial(Ed25519Signer::newEngine);

    private final byte[] seed;
    private final byte[] publicKey;
    private final @Nullable PrivateKey nativeKey;

    public Ed25519Signer(Ed25519KeyPair keys) {
        this.seed = keys.seed();
        this.publicKey = keys.publicKey();
        this.nativeKey = NATIVE.map(provider -> nativeKey(provider, seed)).orElse(null);
    }

    /** Signature over {@code message}: 64 bytes, R and S. */
    public byte[] sign(byte[] message) {
        return nativeKey != null ? signNatively(nativeKey, message) : signInJava(message);
    }

    /** The public key that the signatures verify under, 32 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    private static byte[] signNatively(PrivateKey key, byte[] message) {
        Signature engine = ENGINES.get();
        try {
            engine.initSign(key);
            engine.update(message);
            return engine.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider refuses its own key", e);
        }
    }

    byte[] signInJava(byte[] message) {
        byte[] signature = new byte[Ed25519Verifier.SIGNATURE_BYTES];
        Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private static PrivateKey nativeKey(Provider provider, byte[] seed) {
        try {
            return KeyEncodings.privateKey(provider, seed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("provider " + provider.getName() + " refuses a seed", e);
        }
    }

    private static Signature newEngine() {
        try {
            return Signature.getInstance("Ed25519", NATIVE.orElseThrow());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the provider has no Ed25519", e);
        }
    }
}
