package io.gridclear.market.routing;

/** Arcs one after another, from the seller's bus to the buyer's. Reusable. */
final class ArcPath {

    private final int[] arcs;
    private int size;

    /** Room for a path that visits every bus once. */
    ArcPath(int buses) {
        arcs = new int[buses];
    }

    int size() {
        return size;
    }

    int arc(int index) {
        return arcs[index];
    }

    void append(int arc) {
        arcs[size++] = arc;
    }

    void append(ArcPath more) {
        System.arraycopy(more.arcs, 0, arcs, size, more.size);
        size += more.size;
    }

    /** Drops what was appended after the first so many. */
    void cutTo(int length) {
        size = length;
    }

    /** Smallest of the values of the arcs. */
    long least(long[] values) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            least = Math.min(least, values[arcs[i]]);
        }
        return least;
    }
}
