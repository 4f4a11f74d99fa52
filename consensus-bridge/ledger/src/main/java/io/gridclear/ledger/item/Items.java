package io.gridclear.ledger.item;

import io.gridclear.ledger.item.OpenItem.Claim;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.ledger.store.Table;
import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All items: open ones with their attestations, decided ones in the log of outcomes. An item is decided once. */
public final class Items {

    private static final byte[] COUNTS = Keyspace.OPEN_COUNTS.key();
    private static final int OPEN = 1;
    private static final int DECIDED = 2;

    /** Where an item stands: among the open ones by sequence, or among the outcomes by index. */
    private record Place(int kind, long number) {}

    private final Overlay overlay;
    private final Outcomes outcomes;
    private final Table<Long, OpenItem> open;
    private long nextSequence;
    private int openCount;

    public Items(Overlay overlay, Outcomes outcomes) {
        this.overlay = overlay;
        this.outcomes = outcomes;
        this.open = new Table<>(
                overlay,
                Keyspace.OPEN_ITEM,
                new Table.Codec<>(
                        Keyspace::int64, bytes -> ByteBuffer.wrap(bytes).getLong(), OpenItem::toBytes, OpenItem::of));
        byte[] counts = overlay.get(COUNTS);
        if (counts != null) {
            CanonicalReader reader = new CanonicalReader(counts);
            nextSequence = reader.int64();
            openCount = reader.int32();
            reader.end();
        }
    }

    /** The log of outcomes. */
    public Outcomes outcomes() {
        return outcomes;
    }

    /** Number of open items. */
    public int openCount() {
        return openCount;
    }

    /** An open item, or null. */
    public @Nullable OpenItem findOpen(ItemKey key) {
        Place place = place(key);
        return place == null || place.kind != OPEN ? null : open.get(place.number);
    }

    /** Index of the outcome of a decided item, or -1. */
    public long findOutcome(ItemKey key) {
        Place place = place(key);
        return place == null || place.kind != DECIDED ? -1 : place.number;
    }

    /** All open items in the order of their opening: a copy, so that items may be decided on the way. */
    public List<OpenItem> allOpen() {
        return List.copyOf(open.all().values());
    }

    /** The sequence that the next item will have. */
    public long nextSequence() {
        return nextSequence;
    }

    /** The first open items from a sequence on: key by key where fewer were opened since than are open. */
    public List<OpenItem> openFrom(long sequence, int most) {
        if (nextSequence - sequence > openCount) {
            return open.all().tailMap(sequence, true).values().stream()
                    .limit(most)
                    .toList();
        }
        List<OpenItem> items = new ArrayList<>();
        for (long each = sequence; each < nextSequence && items.size() < most; each++) {
            OpenItem item = open.get(each);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    /** Opens an item that is neither open nor decided. */
    public OpenItem add(ItemKey key, Claim claim, long height) {
        if (place(key) != null) {
            throw new IllegalStateException("a second time: " + key);
        }
        OpenItem item = new OpenItem(nextSequence, key, claim, height);
        open.put(nextSequence, item);
        overlay.put(placeKey(key), writePlace(OPEN, nextSequence));
        nextSequence++;
        openCount++;
        return item;
    }

    /** Puts an item into the round that begins. */
    public void joinRound(OpenItem item) {
        item.joinRound();
        open.put(item.sequence(), item);
    }

    /** Notes that a hash has half of the agents. */
    public void halfReached(OpenItem item, long height) {
        item.halfReached(height);
        open.put(item.sequence(), item);
    }

    /** Records what an agent attested first. */
    public void attest(OpenItem item, Address agent, byte[] hash) {
        item.attest(agent, hash);
        open.put(item.sequence(), item);
    }

    /** Forgets the attestations of all who are not heard. */
    public void dropAttestationsUnless(Predicate<Address> heard) {
        for (OpenItem item : open.all().values()) {
            if (item.dropUnless(heard)) {
                open.put(item.sequence(), item);
            }
        }
    }

    /** Decides an open item, and gives the index of its outcome. */
    public long decide(OpenItem item, Outcome outcome) {
        Place place = place(item.key());
        if (place == null || place.kind != OPEN || !outcome.item().equals(item.key())) {
            throw new IllegalStateException("a second outcome: " + item.key());
        }
        long index = outcomes.append(outcome);
        open.remove(item.sequence());
        overlay.put(placeKey(item.key()), writePlace(DECIDED, index));
        openCount--;
        return index;
    }

    /** Whether anything is to be written back. */
    public boolean isChanged() {
        return open.isChanged();
    }

    /** Writes back. */
    public void flush() {
        if (open.isChanged()) {
            overlay.put(
                    COUNTS,
                    new CanonicalWriter().int64(nextSequence).int32(openCount).toBytes());
        }
        open.flush();
    }

    private @Nullable Place place(ItemKey key) {
        byte[] bytes = overlay.get(placeKey(key));
        if (bytes == null) {
            return null;
        }
        CanonicalReader reader = new CanonicalReader(bytes);
        Place place = new Place(reader.int8(), reader.int64());
        reader.end();
        return place;
    }

    private static byte[] placeKey(ItemKey key) {
        return Keyspace.ITEM_PLACE.key(key.write(new CanonicalWriter()).toBytes());
    }

    private static byte[] writePlace(int kind, long number) {
        return new CanonicalWriter().int8(kind).int64(number).toBytes();
    }
}
