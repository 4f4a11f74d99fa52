package io.gridclear.ledger.query;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An item that is not decided.
 *
 * @param sequence its place among the items ever opened
 * @param item its name
 * @param batchDigest digest by which agents fetch the batch, 32 bytes
 * @param claimedHash the operator's h, 32 bytes
 * @param settlementRoot root over the settlement lines, 32 bytes
 * @param lines number of settlement lines
 * @param openedHeight height of the block that opened it
 * @param inRound whether the head produces it now; otherwise it waits for the next round
 * @param deadline height by which the head must have attested; 0 while the item waits
 * @param halfHeight first height at which a hash had the attestations of half of the agents (the paper's threshold, on
 *     which nothing acts); 0 if none had
 * @param agents size of the committee
 * @param attestations by address, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
public record ItemView(
        long sequence,
        ItemKey item,
        byte[] batchDigest,
        byte[] claimedHash,
        byte[] settlementRoot,
        long lines,
        long openedHeight,
        boolean inRound,
        long deadline,
        long halfHeight,
        int agents,
        List<AgentHash> attestations) {

    static final String DOMAIN = "gridclear.item-view.v1";

    public ItemView {
        attestations = List.copyOf(attestations);
    }

    /**
     * What an agent attested.
     *
     * @param agent the agent
     * @param hash its h, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record AgentHash(Address agent, byte[] hash) {}

    /** What an agent attested to, if it did. */
    public Optional<byte[]> hashOf(Address agent) {
        return attestations.stream()
                .filter(attestation -> attestation.agent.equals(agent))
                .map(AgentHash::hash)
                .findFirst();
    }

    /** How many agents attested to a hash: the paper's k. */
    public int count(byte[] hash) {
        return (int) attestations.stream()
                .filter(attestation -> Arrays.equals(attestation.hash, hash))
                .count();
    }

    /** Canonical bytes. */
    public byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter().start(DOMAIN);
        write(writer);
        return writer.toBytes();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it is no item
     */
    public static ItemView of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes).start(DOMAIN);
        ItemView view = read(reader);
        reader.end();
        return view;
    }

    void write(CanonicalWriter writer) {
        item.write(writer.int64(sequence))
                .raw(batchDigest)
                .raw(claimedHash)
                .raw(settlementRoot)
                .int64(lines)
                .int64(openedHeight);
        ViewCodec.writeFlag(writer, inRound);
        writer.int64(deadline).int64(halfHeight).int32(agents);
        ViewCodec.write(
                writer,
                attestations,
                (out, attestation) -> attestation.agent.write(out).raw(attestation.hash));
    }

    static ItemView read(CanonicalReader reader) {
        return new ItemView(
                reader.int64(),
                ItemKey.read(reader),
                reader.raw(32),
                reader.raw(32),
                reader.raw(32),
                reader.int64(),
                reader.int64(),
                ViewCodec.readFlag(reader),
                reader.int64(),
                reader.int64(),
                reader.int32(),
                ViewCodec.read(reader, in -> new AgentHash(Address.read(in), in.raw(32))));
    }
}
