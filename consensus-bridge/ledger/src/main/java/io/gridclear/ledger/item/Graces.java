package io.gridclear.ledger.item;

import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;
import io.gridclear.ledger.store.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The graces that run; those that are over are swept with the next block that changes anything. */
public final class Graces {

    private final Table<Grace.Key, Grace> graces;

    public Graces(Overlay overlay) {
        this.graces = new Table<>(
                overlay,
                Keyspace.GRACE,
                new Table.Codec<>(Grace.Key::toBytes, Grace.Key::of, Grace::toBytes, Grace::of));
    }

    /** A grace, or null. */
    public @Nullable Grace find(Grace.Key key) {
        return graces.get(key);
    }

    /** Sets a grace, or says that it was changed in place. */
    public void put(Grace.Key key, Grace grace) {
        graces.put(key, grace);
    }

    /** The graces whose last height this is. */
    public List<Grace> endingAt(long height) {
        return new ArrayList<>(graces.load(Keyspace.GRACE.key(height))
                .subMap(new Grace.Key(height, 0), true, new Grace.Key(height, Long.MAX_VALUE), true)
                .values());
    }

    /** Forgets the graces whose last height this is. */
    public void sweep(long height) {
        List<Grace.Key> over = new ArrayList<>(graces.load(Keyspace.GRACE.key(height))
                .subMap(new Grace.Key(height, 0), true, new Grace.Key(height, Long.MAX_VALUE), true)
                .keySet());
        over.forEach(graces::remove);
    }

    /** Whether anything is to be written back. */
    public boolean isChanged() {
        return graces.isChanged();
    }

    /** Writes back. */
    public void flush() {
        graces.flush();
    }
}
