package io.gridclear.schemas.signing;

import java.util.Optional;

/** The implementations of {@link Ed25519Verifier}, which differ in speed alone. */
public final class Ed25519Verifiers {

    /** Decoded keys that a verifier keeps: the usage points of a large fleet's busiest partition, about 40 MB. */
    public static final int REMEMBERED_KEYS = 65_536;

    private Ed25519Verifiers() {}

    /** The fastest that runs here; {@link Ed25519Verifier#name()} says which it is. */
    public static Ed25519Verifier best() {
        return corretto().orElseGet(Ed25519Verifiers::bouncyCastle);
    }

    /** Amazon Corretto Crypto Provider (native AWS-LC); empty where its library does not load. */
    public static Optional<Ed25519Verifier> corretto() {
        return CorrettoProvider.get()
                .map(provider -> new StrictVerifier<>(new ProviderEquation("corretto", provider), REMEMBERED_KEYS));
    }

    /** BouncyCastle's lightweight API: pure Java, runs everywhere. */
    public static Ed25519Verifier bouncyCastle() {
        return new StrictVerifier<>(new BouncyCastleEquation(), REMEMBERED_KEYS);
    }
}
