package io.gridclear.bridge.ledger;

import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.schemas.signing.Ed25519Verifier;
import io.gridclear.schemas.signing.Ed25519Verifiers;

/** The house's verifier as ledger and engine take it: one rule for bids, transactions and blocks. */
public final class StrictSignatures implements SignatureVerifier {

    private final Ed25519Verifier verifier;

    public StrictSignatures(Ed25519Verifier verifier) {
        this.verifier = verifier;
    }

    /** The fastest that runs here. */
    public static StrictSignatures best() {
        return new StrictSignatures(Ed25519Verifiers.best());
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return verifier.verify(publicKey, message, signature);
    }
}
