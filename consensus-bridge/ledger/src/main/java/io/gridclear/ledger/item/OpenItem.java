package io.gridclear.ledger.item;

import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An item that is not decided: the operator's claim, and what agents attested. Changed in place within a block. */
public final class OpenItem {

    /**
     * What the operator claims.
     *
     * @param batchDigest digest by which agents fetch the batch, 32 bytes
     * @param claimedHash the operator's h, 32 bytes
     * @param settlementRoot root over the settlement lines, 32 bytes
     * @param lines number of settlement lines
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by sameAs
    public record Claim(byte[] batchDigest, byte[] claimedHash, byte[] settlementRoot, long lines) {

        /** Whether both claim the same. */
        public boolean sameAs(Claim other) {
            return Arrays.equals(batchDigest, other.batchDigest)
                    && Arrays.equals(claimedHash, other.claimedHash)
                    && Arrays.equals(settlementRoot, other.settlementRoot)
                    && lines == other.lines;
        }
    }

    private final long sequence;
    private final ItemKey key;
    private final Claim claim;
    private final long openedHeight;
    private boolean inRound;
    private long halfHeight;
    private final TreeMap<Address, byte[]> attestations = new TreeMap<>();

    /** An item that has just been opened. */
    OpenItem(long sequence, ItemKey key, Claim claim, long openedHeight) {
        this.sequence = sequence;
        this.key = key;
        this.claim = claim;
        this.openedHeight = openedHeight;
    }

    /** Its place among the items ever opened. */
    public long sequence() {
        return sequence;
    }

    /** Its name. */
    public ItemKey key() {
        return key;
    }

    /** What the operator claims. */
    public Claim claim() {
        return claim;
    }

    /** Height of the block that opened it. */
    public long openedHeight() {
        return openedHeight;
    }

    /** Whether the head produces it now; otherwise it waits for the next round. */
    public boolean inRound() {
        return inRound;
    }

    /** First height at which a hash had half of the agents; 0 if none had. */
    public long halfHeight() {
        return halfHeight;
    }

    /** By address; not to be changed. */
    public NavigableMap<Address, byte[]> attestations() {
        return Collections.unmodifiableNavigableMap(attestations);
    }

    /** What an agent attested, or null. */
    public byte @Nullable [] hashOf(Address agent) {
        return attestations.get(agent);
    }

    void joinRound() {
        inRound = true;
    }

    void halfReached(long height) {
        halfHeight = height;
    }

    void attest(Address agent, byte[] hash) {
        attestations.put(agent, hash);
    }

    boolean dropUnless(Predicate<Address> heard) {
        return attestations.keySet().removeIf(heard.negate());
    }

    byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter();
        key.write(writer.int64(sequence))
                .raw(claim.batchDigest)
                .raw(claim.claimedHash)
                .raw(claim.settlementRoot)
                .int64(claim.lines)
                .int64(openedHeight)
                .int8(inRound ? 1 : 0)
                .int64(halfHeight);
        attestations.forEach((agent, hash) -> agent.write(writer).raw(hash));
        return writer.toBytes();
    }

    static OpenItem of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        long sequence = reader.int64();
        ItemKey key = ItemKey.read(reader);
        Claim claim = new Claim(
                reader.raw(Sha256.LENGTH), reader.raw(Sha256.LENGTH), reader.raw(Sha256.LENGTH), reader.int64());
        OpenItem item = new OpenItem(sequence, key, claim, reader.int64());
        item.inRound = reader.int8() == 1;
        item.halfHeight = reader.int64();
        while (reader.remaining() > 0) {
            item.attestations.put(Address.read(reader), reader.raw(Sha256.LENGTH));
        }
        return item;
    }
}
