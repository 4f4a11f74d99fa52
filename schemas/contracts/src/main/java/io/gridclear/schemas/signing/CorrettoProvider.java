package io.gridclear.schemas.signing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Amazon Corretto Crypto Provider, where its native library runs on this machine. */
final class CorrettoProvider {

    private static final Logger LOG = LoggerFactory.getLogger(CorrettoProvider.class);

    /** Without it the provider signs and verifies with keys of others, but decodes none; read when it is loaded. */
    private static final String DECODES_KEYS = "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

    private static final Optional<Provider> LOADED = load();

    private CorrettoProvider() {}

    /** The provider; empty where it does not run, for which the reason has been logged once. */
    static Optional<Provider> get() {
        return LOADED;
    }

    private static Optional<Provider> load() {
        if (System.getProperty(DECODES_KEYS) == null) {
            System.setProperty(DECODES_KEYS, "true");
        }
        try {
            Provider provider = Jar.healthyProvider();
            KeyEncodings.publicKey(
                    provider,
                    Ed25519KeyPair.fromSeed(new byte[Ed25519KeyPair.KEY_BYTES]).publicKey());
            Signature.getInstance("Ed25519", provider);
            return Optional.of(provider);
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.info("Corretto crypto provider does not run here ({}); BouncyCastle takes its place", e.toString());
            return Optional.empty();
        }
    }

    /** Links to the provider's classes no earlier than within the try: its jar may be left out on a platform. */
    private static final class Jar {
        static Provider healthyProvider() {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            provider.assertHealthy();
            return provider;
        }
    }
}
