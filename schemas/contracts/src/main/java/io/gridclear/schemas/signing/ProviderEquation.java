package io.gridclear.schemas.signing;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** The equation as a Java security provider computes it. */
final class ProviderEquation implements SignatureEquation<PublicKey> {

    private final String name;
    private final Provider provider;
    private final ThreadLocal<Signature> engines;

    ProviderEquation(String name, Provider provider) {
        this.name = name;
        this.provider = provider;
        this.engines = ThreadLocal.withInitial(this::newEngine);
    }

    @Override
    public PublicKey decode(byte[] acceptableKey) {
        try {
            return KeyEncodings.publicKey(provider, acceptableKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("provider " + provider.getName() + " refuses an acceptable key", e);
        }
    }

    @Override
    public boolean holds(PublicKey key, byte[] message, byte[] signature) {
        Signature engine = engines.get();
        try {
            engine.initVerify(key);
            engine.update(message);
            return engine.verify(signature);
        } catch (SignatureException e) {
            // how a provider says that R is no point
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("provider " + provider.getName() + " refuses a key it has decoded", e);
        }
    }

    private Signature newEngine() {
        try {
            return Signature.getInstance("Ed25519", provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("provider " + provider.getName() + " has no Ed25519", e);
        }
    }

    @Override
    public String name() {
        return name;
    }
}
