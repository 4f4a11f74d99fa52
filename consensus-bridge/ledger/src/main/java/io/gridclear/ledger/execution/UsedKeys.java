package io.gridclear.ledger.execution;

import io.gridclear.ledger.execution.VerifiedTransactions.Verified;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency keys that were used and may come again. As many as a window of blocks holds; one leaf a height covers them all:
 * a chain over the keys that expire at it.
 */
final class UsedKeys {

    private static final String CHAIN_DOMAIN = "gridclear.used-keys.v1";
    private static final byte[] NOTHING = {};

    private final Overlay overlay;
    private final Sha256 sha256;

    UsedKeys(Overlay overlay, Sha256 sha256) {
        this.overlay = overlay;
        this.sha256 = sha256;
    }

    private record Use(long lastHeight, byte[] contentHash) {}

    /** What is to be said of a key that was used; null if it was not. */
    @Nullable
    Verdict check(Address sender, Verified transaction, long height) {
        Use use = use(sender, transaction.signed().idempotencyKey());
        if (use == null || use.lastHeight < height) {
            return null;
        }
        return Arrays.equals(use.contentHash, transaction.contentHash())
                ? new Verdict.Repeated("done before")
                : new Verdict.Refused(RefusalCode.KEY_REUSED, "the idempotency key was used for something else");
    }

    /** Remembers a key as long as its transaction is valid. */
    void add(Address sender, Verified transaction) {
        long lastHeight = transaction.signed().validUntilHeight();
        byte[] key = transaction.signed().idempotencyKey();
        byte[] contentHash = transaction.contentHash();
        byte[] chainKey = Keyspace.USED_KEYS.key(lastHeight);
        byte[] before = overlay.get(chainKey);
        CanonicalWriter writer = new CanonicalWriter().start(CHAIN_DOMAIN).bytes(before == null ? NOTHING : before);
        overlay.put(chainKey, sender.write(writer).raw(key).raw(contentHash).hash(sha256));
        overlay.put(
                Keyspace.USED_KEY.key(sender.toBytes(), key),
                new CanonicalWriter().int64(lastHeight).raw(contentHash).toBytes());
        overlay.put(Keyspace.USED_KEY_EXPIRY.key(lastHeight, sender.toBytes(), key), NOTHING);
    }

    /** Forgets the keys whose last height this is. */
    void sweep(long height) {
        byte[] prefix = Keyspace.USED_KEY_EXPIRY.key(height);
        List<byte[]> expired = new ArrayList<>();
        overlay.scan(prefix, (key, nothing) -> expired.add(key));
        for (byte[] key : expired) {
            overlay.delete(key);
            byte[] useKey = Keyspace.USED_KEY.key(Arrays.copyOfRange(key, prefix.length, key.length));
            byte[] use = overlay.get(useKey);
            // the key may have been used again since, for longer
            if (use != null && readUse(use).lastHeight == height) {
                overlay.delete(useKey);
            }
        }
        overlay.delete(Keyspace.USED_KEYS.key(height));
    }

    private @Nullable Use use(Address sender, byte[] key) {
        byte[] bytes = overlay.get(Keyspace.USED_KEY.key(sender.toBytes(), key));
        return bytes == null ? null : readUse(bytes);
    }

    private static Use readUse(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        Use use = new Use(reader.int64(), reader.raw(Sha256.LENGTH));
        reader.end();
        return use;
    }
}
