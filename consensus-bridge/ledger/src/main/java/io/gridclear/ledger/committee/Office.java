package io.gridclear.ledger.committee;

import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.node.Nodes;
import io.gridclear.ledger.store.Keyspace;
import io.gridclear.ledger.store.Overlay;

/** Who is in office. */
public final class Office {

    private static final byte[] KEY = Keyspace.COMMITTEE.key();

    private final Overlay overlay;
    private final Nodes nodes;
    private Committee committee;
    private boolean changed;

    /** The committee as it was left. */
    public Office(Overlay overlay, Nodes nodes) {
        this.overlay = overlay;
        this.nodes = nodes;
        byte[] bytes = overlay.get(KEY);
        if (bytes == null) {
            throw new IllegalStateException("no committee in office");
        }
        this.committee = Committee.of(bytes);
    }

    /** Puts the first committee into office. */
    public static void found(Overlay overlay, Committee committee) {
        overlay.put(KEY, committee.toBytes());
    }

    /** The committee. */
    public Committee committee() {
        return committee;
    }

    /** Another committee, or the same further on. */
    void set(Committee next) {
        if (!next.equals(committee)) {
            committee = next;
            changed = true;
        }
    }

    /** Whether a node is banned now. */
    public boolean isBanned(Address node) {
        return nodes.standing(node).isBanned(committee.cycle());
    }

    /** Agents that are not banned: those that are heard. */
    public int acting() {
        return (int) committee.seats().stream()
                .filter(seat -> !isBanned(seat.agent()))
                .count();
    }

    /** Whether anything is to be written back. */
    public boolean isChanged() {
        return changed;
    }

    /** Writes back. */
    public void flush() {
        if (changed) {
            overlay.put(KEY, committee.toBytes());
            changed = false;
        }
    }
}
