package io.gridclear.market.routing;

import java.util.Arrays;

/**
 * Paths of least resistance through the core (Dijkstra 1959), from the target backwards: with every bus's distance to the
 * target known, the path that goes to the smallest next bus of those on a shortest path, step by step, is the
 * lexicographically smallest of all shortest paths. O(lines log buses) a search. Reusable; single-threaded.
 */
final class PathSearch {

    /** Stands in a tree for a bus from which no way leads to the target. */
    static final int NO_ARC = -1;

    private static final int NOWHERE = -1;
    private static final long UNREACHED = Long.MAX_VALUE;

    /** A distance is below 2^45 (20,000 lines of 10^9 at most), a bus below 2^15: both fit one key of the heap. */
    private static final int BUS_BITS = 15;

    private static final int BUS_MASK = (1 << BUS_BITS) - 1;

    private final FeederGraph graph;
    private final long[] distances;
    private final LongHeap reached = new LongHeap();
    private long searches;

    PathSearch(FeederGraph graph) {
        this.graph = graph;
        distances = new long[graph.coreSize()];
    }

    /** Searches so far. */
    long searches() {
        return searches;
    }

    /**
     * For every bus of the core the first arc of its least path to the target, {@link #NO_ARC} where there is none.
     *
     * @param target place in the core
     * @param roomWh what every arc may carry; arcs with nothing left are no arcs
     */
    int[] tree(int target, long[] roomWh) {
        search(target, NOWHERE, roomWh, 1);
        int[] tree = new int[distances.length];
        for (int bus = 0; bus < tree.length; bus++) {
            tree[bus] = bus == target ? NO_ARC : firstArc(bus, roomWh, 1);
        }
        return tree;
    }

    /**
     * Appends the least path over arcs that may carry so much.
     *
     * @param source place in the core, not the target's
     * @param target place in the core
     * @return whether there is one; if not, nothing is appended
     */
    boolean append(ArcPath path, int source, int target, long[] roomWh, long neededWh) {
        search(target, source, roomWh, neededWh);
        if (distances[source] == UNREACHED) {
            return false;
        }
        for (int bus = source; bus != target; ) {
            int arc = firstArc(bus, roomWh, neededWh);
            path.append(arc);
            bus = graph.corePlace(graph.head(arc));
        }
        return true;
    }

    /** Distances to the target: of all buses, or, given a source, of those that are nearer than it. */
    private void search(int target, int source, long[] roomWh, long neededWh) {
        searches++;
        Arrays.fill(distances, UNREACHED);
        reached.clear();
        distances[target] = 0;
        reached.add(target);
        while (!reached.isEmpty()) {
            long key = reached.take();
            int bus = (int) (key & BUS_MASK);
            long distance = key >> BUS_BITS;
            if (distance > distances[bus]) {
                continue;
            }
            if (bus == source) {
                return;
            }
            for (int i = graph.coreStart(bus); i < graph.coreStart(bus + 1); i++) {
                int arc = graph.coreArc(i);
                int tail = graph.corePlace(graph.head(arc));
                long through = distance + graph.weight(arc);
                // the search runs against the energy: what matters is the arc that leads here
                if (roomWh[arc ^ 1] >= neededWh && through < distances[tail]) {
                    distances[tail] = through;
                    reached.add(through << BUS_BITS | tail);
                }
            }
        }
    }

    /** Arcs stand by head, weight and line: the first on a shortest path is the smallest. */
    private int firstArc(int bus, long[] roomWh, long neededWh) {
        long distance = distances[bus];
        if (distance == UNREACHED) {
            return NO_ARC;
        }
        for (int i = graph.coreStart(bus); i < graph.coreStart(bus + 1); i++) {
            int arc = graph.coreArc(i);
            long onward = distances[graph.corePlace(graph.head(arc))];
            if (roomWh[arc] >= neededWh && onward != UNREACHED && onward + graph.weight(arc) == distance) {
                return arc;
            }
        }
        throw new IllegalStateException("a bus is reached through none of its lines");
    }
}
