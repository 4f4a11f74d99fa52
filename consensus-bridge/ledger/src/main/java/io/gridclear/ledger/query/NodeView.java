package io.gridclear.ledger.query;

import io.gridclear.ledger.genesis.Registration;
import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;

/**
 * A registered node.
 *
 * @param address its address
 * @param name how people call it
 * @param nodeKey key that it signs transactions with, 32 bytes
 * @param validatorKey key that its engine signs blocks with, 32 bytes
 * @param usagePoints usage points that count for its score
 * @param ready whether it has shown that it is up since its last ban
 * @param bannedUntilCycle last cycle whose election it stands outside; 0 if it was never banned
 * @param banned whether it is banned now
 * @param missedDuties duties to attest that it missed of the latest in the window
 * @param scorePpm composite score, ppm
 * @param reputationPpm its first term
 * @param amountPpm its second term
 * @param correctVotesPpm its third term
 * @param vote candidates that it votes for; none: its weight goes to the best by score
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
public record NodeView(
        Address address,
        String name,
        byte[] nodeKey,
        byte[] validatorKey,
        List<String> usagePoints,
        boolean ready,
        long bannedUntilCycle,
        boolean banned,
        int missedDuties,
        long scorePpm,
        long reputationPpm,
        long amountPpm,
        long correctVotesPpm,
        List<Address> vote) {

    public NodeView {
        usagePoints = List.copyOf(usagePoints);
        vote = List.copyOf(vote);
    }

    void write(CanonicalWriter writer) {
        address.write(writer).string(name).raw(nodeKey).raw(validatorKey);
        Registration.writeUsagePoints(writer, usagePoints);
        ViewCodec.writeFlag(writer, ready);
        writer.int64(bannedUntilCycle);
        ViewCodec.writeFlag(writer, banned);
        writer.int32(missedDuties)
                .int64(scorePpm)
                .int64(reputationPpm)
                .int64(amountPpm)
                .int64(correctVotesPpm);
        ViewCodec.write(writer, vote, (out, candidate) -> candidate.write(out));
    }

    static NodeView read(CanonicalReader reader) {
        return new NodeView(
                Address.read(reader),
                reader.string(Registration.MOST_NAME_CHARS),
                reader.raw(32),
                reader.raw(32),
                Registration.readUsagePoints(reader),
                ViewCodec.readFlag(reader),
                reader.int64(),
                ViewCodec.readFlag(reader),
                reader.int32(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                reader.int64(),
                ViewCodec.read(reader, Address::read));
    }
}
