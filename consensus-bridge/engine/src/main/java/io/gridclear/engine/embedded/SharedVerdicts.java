package io.gridclear.engine.embedded;

import io.gridclear.ledger.transaction.SignatureVerifier;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks a signature once for all replicas of a process: 150 of them would come to the same verdict 150 times, and would
 * spend nearly all their time on it. Remembers what held, never what did not. May be used from several threads.
 */
public final class SharedVerdicts implements SignatureVerifier {

    /** Two full mempools: a transaction is checked at its entry and again by every replica in its block; 1 MB. */
    private static final int REMEMBERED = 10_000;

    private final SignatureVerifier verifier;
    private final Map<ByteBuffer, Boolean> held = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    public SharedVerdicts(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        ByteBuffer name = ByteBuffer.wrap(new CanonicalWriter()
                .start("gridclear.verdict.v1")
                .bytes(publicKey)
                .bytes(message)
                .bytes(signature)
                .hash(new Sha256()));
        synchronized (held) {
            if (held.containsKey(name)) {
                return true;
            }
        }
        if (!verifier.verify(publicKey, message, signature)) {
            return false;
        }
        synchronized (held) {
            held.put(name, true);
        }
        return true;
    }
}
