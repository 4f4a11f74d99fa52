package io.gridclear.meter.emulator;

import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Work by the time at which it is due. What can wait gives way to what cannot: on a machine that falls behind, bids
 * still try to reach their gate while readings, which the market takes days later, queue up. Confined to one thread.
 */
final class Agenda {
    /** Work that is due at a time; equal times are done in the order in which they were added. */
    private record Item(long atMs, long order, Runnable work) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            return atMs != other.atMs ? Long.compare(atMs, other.atMs) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Item> pressing = new PriorityQueue<>();
    private final PriorityQueue<Item> patient = new PriorityQueue<>();
    private long added;

    /** Work that loses its worth when it is late. */
    void press(long atMs, Runnable work) {
        pressing.add(new Item(atMs, added++, work));
    }

    /** Work that may be late. */
    void postpone(long atMs, Runnable work) {
        patient.add(new Item(atMs, added++, work));
    }

    boolean isEmpty() {
        return pressing.isEmpty() && patient.isEmpty();
    }

    /** When the next work is due; only while there is any. */
    long nextAtMs() {
        Item first = pressing.peek();
        Item second = patient.peek();
        if (first == null) {
            return patient.element().atMs();
        }
        return second == null ? first.atMs() : Math.min(first.atMs(), second.atMs());
    }

    /** Takes the work to be done now, empty if none is due yet. */
    Optional<Runnable> takeDue(long nowMs) {
        return takeDue(pressing, nowMs).or(() -> takeDue(patient, nowMs));
    }

    private static Optional<Runnable> takeDue(PriorityQueue<Item> items, long nowMs) {
        Item first = items.peek();
        if (first == null || first.atMs() > nowMs) {
            return Optional.empty();
        }
        return Optional.of(items.remove().work());
    }
}
