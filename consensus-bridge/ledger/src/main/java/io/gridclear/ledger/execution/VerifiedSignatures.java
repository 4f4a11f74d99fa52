package io.gridclear.ledger.execution;

import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.TreeSet;

/**
 * Transactions whose signature was found good, so that a replica that checked one before the mempool does not check it again
 * in the block. The verdict is the same with and without; the oldest are forgotten first.
 */
public final class VerifiedSignatures {

    /** As many as 20 blocks of 1,000 transactions; 2 MB. */
    private static final int MOST = 20_000;

    private final SignatureVerifier verifier;
    private final Sha256 sha256 = new Sha256();
    private final TreeSet<byte[]> known = new TreeSet<>(Arrays::compareUnsigned);
    private final ArrayDeque<byte[]> oldestFirst = new ArrayDeque<>();

    public VerifiedSignatures(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    /** Whether a transaction is signed by its sender. */
    boolean verify(byte[] transaction, byte[] sender, byte[] signedBytes, byte[] signature) {
        byte[] hash = sha256.hash(transaction);
        if (known.contains(hash)) {
            return true;
        }
        if (!verifier.verify(sender, signedBytes, signature)) {
            return false;
        }
        known.add(hash);
        oldestFirst.add(hash);
        if (oldestFirst.size() > MOST) {
            known.remove(oldestFirst.remove());
        }
        return true;
    }

    /** Whether a validator's key signed a message: not remembered, as it comes once. */
    boolean verifyPossession(byte[] validatorKey, byte[] message, byte[] signature) {
        return verifier.verify(validatorKey, message, signature);
    }
}
