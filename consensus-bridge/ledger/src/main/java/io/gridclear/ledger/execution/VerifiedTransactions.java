package io.gridclear.ledger.execution;

import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.ledger.transaction.SignedTransaction;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Transactions whose signature was found good, so that a replica that checked one before the mempool does not read, check and
 * hash it again whenever the mempool is checked anew and in the block. The verdict is the same with and without; the oldest
 * are forgotten first.
 */
public final class VerifiedTransactions {

    /**
     * A transaction whose signature is good.
     *
     * @param signed the transaction
     * @param contentHash hash of its content, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere
    record Verified(SignedTransaction signed, byte[] contentHash) {

        private boolean isOf(byte[] bytes) {
            byte[] message = signed.signedBytes();
            byte[] signature = signed.signature();
            return bytes.length == message.length + signature.length
                    && Arrays.equals(bytes, 0, message.length, message, 0, message.length)
                    && Arrays.equals(bytes, message.length, bytes.length, signature, 0, signature.length);
        }
    }

    private static final int SIGNATURE_LENGTH = 64;

    /** A full block of the engine; read, it takes about six times as much memory. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private final SignatureVerifier verifier;
    private final int mostBytes;
    private final Sha256 sha256 = new Sha256();
    private final TreeMap<byte[], Verified> bySignature = new TreeMap<>(Arrays::compareUnsigned);
    private final ArrayDeque<Verified> oldestFirst = new ArrayDeque<>();
    private long bytesKept;

    public VerifiedTransactions(SignatureVerifier verifier) {
        this(verifier, MOST_BYTES);
    }

    VerifiedTransactions(SignatureVerifier verifier, int mostBytes) {
        this.verifier = verifier;
        this.mostBytes = mostBytes;
    }

    /** A transaction that was verified before, every byte of it, or null. */
    @Nullable
    Verified find(byte[] bytes) {
        if (bytes.length < SIGNATURE_LENGTH) {
            return null;
        }
        Verified known = bySignature.get(Arrays.copyOfRange(bytes, bytes.length - SIGNATURE_LENGTH, bytes.length));
        return known != null && known.isOf(bytes) ? known : null;
    }

    /** A transaction that its sender signed; null if it did not. */
    @Nullable
    Verified verify(SignedTransaction signed) {
        if (!verifier.verify(signed.sender(), signed.signedBytes(), signed.signature())) {
            return null;
        }
        Verified verified = new Verified(signed, sha256.hash(signed.content()));
        if (bySignature.putIfAbsent(signed.signature(), verified) == null) {
            oldestFirst.add(verified);
            bytesKept += signed.signedBytes().length;
            forgetOldest();
        }
        return verified;
    }

    private void forgetOldest() {
        while (bytesKept > mostBytes) {
            SignedTransaction oldest = oldestFirst.remove().signed();
            bySignature.remove(oldest.signature());
            bytesKept -= oldest.signedBytes().length;
        }
    }

    /** Whether a validator's key signed a message: not remembered, as it comes once. */
    boolean verifyPossession(byte[] validatorKey, byte[] message, byte[] signature) {
        return verifier.verify(validatorKey, message, signature);
    }
}
