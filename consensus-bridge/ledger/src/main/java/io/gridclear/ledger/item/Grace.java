package io.gridclear.ledger.item;

import io.gridclear.ledger.node.Address;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import java.util.TreeSet;

/**
 * The blocks after a decision in which attestations are still taken and compared: who is slow is heard, who attests
 * otherwise than it did is caught.
 *
 * @param verifiedHash the hash that decided, 32 bytes
 * @param attested agents that attested to it
 * @param awaited agents that have not attested
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Grace(byte[] verifiedHash, TreeSet<Address> attested, TreeSet<Address> awaited) {

    /**
     * Names a grace.
     *
     * @param lastHeight last height at which attestations are taken
     * @param index index of the outcome
     */
    public record Key(long lastHeight, long index) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byHeight = Long.compare(lastHeight, other.lastHeight);
            return byHeight != 0 ? byHeight : Long.compare(index, other.index);
        }

        byte[] toBytes() {
            return new CanonicalWriter().int64(lastHeight).int64(index).toBytes();
        }

        static Key of(byte[] bytes) {
            CanonicalReader reader = new CanonicalReader(bytes);
            Key key = new Key(reader.int64(), reader.int64());
            reader.end();
            return key;
        }
    }

    byte[] toBytes() {
        CanonicalWriter writer = new CanonicalWriter().raw(verifiedHash).int32(attested.size());
        attested.forEach(agent -> agent.write(writer));
        awaited.forEach(agent -> agent.write(writer));
        return writer.toBytes();
    }

    static Grace of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        Grace grace = new Grace(reader.raw(Sha256.LENGTH), new TreeSet<>(), new TreeSet<>());
        for (int left = reader.int32(); left > 0; left--) {
            grace.attested.add(Address.read(reader));
        }
        while (reader.remaining() > 0) {
            grace.awaited.add(Address.read(reader));
        }
        return grace;
    }
}
