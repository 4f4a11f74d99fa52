package io.gridclear.market.routing;

import java.util.Arrays;

/**
 * Finds the path that energy takes next, by what the lines have left. Spurs are followed; in the core the tree of the
 * target is. A tree that was made when more lines had something left still gives the right path as long as that path has
 * room: it is the least of more paths than there are now. So a tree is made once for a target, and again only when a path
 * of it meets a line that has since been filled. Single-threaded.
 */
final class PathFinder {

    private final FeederGraph graph;
    private final long[] roomWh;
    private final long[] anyRoom;
    private final PathTrees ownTrees;
    private final PathSearch search;
    private final ArcPath path;
    private final ArcPath whole;
    private final int[] tail;
    private int tailSize;

    /**
     * A finder.
     *
     * @param roomWh what every arc may still carry, written to by the caller between calls, and only ever less
     */
    PathFinder(FeederGraph graph, long[] roomWh, int maxTreeEntries) {
        this.graph = graph;
        this.roomWh = roomWh;
        anyRoom = new long[roomWh.length];
        Arrays.fill(anyRoom, Long.MAX_VALUE);
        ownTrees = new PathTrees(graph.coreSize(), maxTreeEntries);
        search = new PathSearch(graph);
        path = new ArcPath(graph.feeder().buses().size());
        whole = new ArcPath(graph.coreSize());
        tail = new int[graph.feeder().buses().size()];
    }

    /** Searches so far; a path that a remembered tree gives takes none. */
    long searches() {
        return search.searches();
    }

    /** The path that was found last. */
    ArcPath path() {
        return path;
    }

    /**
     * Finds the least path that can carry all of it; where there is none, the least that can carry anything.
     *
     * @param from a bus
     * @param to another bus of the same part
     * @return energy that {@link #path()} carries, Wh; 0 where no path carries anything
     */
    long find(int from, int to, long wantedWh) {
        path.cutTo(0);
        tailSize = 0;
        int source = from;
        int target = to;
        while (source != target && (graph.depth(source) > 0 || graph.depth(target) > 0)) {
            if (graph.depth(source) >= graph.depth(target)) {
                int arc = graph.arcInward(source);
                path.append(arc);
                source = graph.head(arc);
            } else {
                int arc = graph.arcInward(target);
                tail[tailSize++] = arc ^ 1;
                target = graph.head(arc);
            }
        }
        long spurWh = path.least(roomWh);
        for (int i = 0; i < tailSize; i++) {
            spurWh = Math.min(spurWh, roomWh[tail[i]]);
        }
        long carriedWh = Math.min(spurWh, wantedWh);
        if (carriedWh > 0 && source != target) {
            carriedWh = Math.min(carriedWh, cross(graph.corePlace(source), graph.corePlace(target), wantedWh, spurWh));
        }
        while (tailSize > 0) {
            path.append(tail[--tailSize]);
        }
        return carriedWh;
    }

    /** Appends the way through the core, and returns what it has left, 0 where there is no way. */
    private long cross(int source, int target, long wantedWh, long spurWh) {
        int before = path.size();
        PathTrees shared = graph.trees();
        if (!ownTrees.has(target) && !shared.has(target)) {
            shared.keep(target, search.tree(target, anyRoom));
        }
        int[] tree = ownTrees.has(target) ? ownTrees.tree(target) : shared.tree(target);
        long leastWh = follow(tree, source, target);
        if (leastWh == 0 && tree[source] != PathSearch.NO_ARC) {
            tree = search.tree(target, roomWh);
            ownTrees.keep(target, tree);
            path.cutTo(before);
            leastWh = follow(tree, source, target);
        }
        if (leastWh == 0 || leastWh >= wantedWh || spurWh < wantedWh) {
            return leastWh;
        }
        whole.cutTo(0);
        if (!search.append(whole, source, target, roomWh, wantedWh)) {
            return leastWh;
        }
        path.cutTo(before);
        path.append(whole);
        return wantedWh;
    }

    /**
     * Appends the way of a tree, and returns the least that one of its arcs has left. 0 where the way ends: at the source
     * if none leads on, which no later search can change, or at an arc that was filled after the tree was made.
     */
    private long follow(int[] tree, int source, int target) {
        long leastWh = Long.MAX_VALUE;
        for (int bus = source; bus != target && leastWh > 0; ) {
            int arc = tree[bus];
            if (arc == PathSearch.NO_ARC) {
                return 0;
            }
            path.append(arc);
            leastWh = Math.min(leastWh, roomWh[arc]);
            bus = graph.corePlace(graph.head(arc));
        }
        return leastWh;
    }
}
