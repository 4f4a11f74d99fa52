package io.gridclear.ledger.node;

import io.gridclear.ledger.genesis.Registration;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.util.List;

/**
 * What a node said of itself when it was registered; never changes.
 *
 * @param address first 20 bytes of the SHA-256 of its key
 * @param name how people call it
 * @param nodeKey key that it signs transactions with, 32 bytes
 * @param validatorKey key that its engine signs blocks with, 32 bytes
 * @param usagePoints usage points that count for its score
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
public record Node(Address address, String name, byte[] nodeKey, byte[] validatorKey, List<String> usagePoints) {

    private static final int KEY_LENGTH = 32;

    public Node {
        usagePoints = List.copyOf(usagePoints);
    }

    byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter();
        address.write(writer).string(name).raw(nodeKey).raw(validatorKey);
        Registration.writeUsagePoints(writer, usagePoints);
        return writer.toBytes();
    }

    static Node of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        Node node = new Node(
                Address.read(reader),
                reader.string(Registration.MOST_NAME_CHARS),
                reader.raw(KEY_LENGTH),
                reader.raw(KEY_LENGTH),
                Registration.readUsagePoints(reader));
        reader.end();
        return node;
    }
}
