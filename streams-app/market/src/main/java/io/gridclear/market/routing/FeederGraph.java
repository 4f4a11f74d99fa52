package io.gridclear.market.routing;

import java.util.Arrays;
import java.util.List;

/**
 * A feeder prepared for routing: arrays in place of ids, and its spurs told from its core. A spur is what hangs on the rest
 * by single lines; on it there is one way only, which needs no search. The core is what is left when the spurs are cut
 * away, end by end: the loops and what lies between them, or one bus of a part without loops. Searches see the core alone.
 *
 * <p>Keep one per feeder, and share it between the routers of its periods: it remembers the trees of least resistance over
 * all lines, 16 MB at most. Made in O((buses + lines) log buses). Single-threaded.
 *
 * <p>A line is two arcs: 2 x its place leads from its first bus to its second, one more the other way.
 */
public final class FeederGraph {

    private final Feeder feeder;
    private final byte[] digest;
    private final int[] weights;
    private final int[] arcHeads;
    private final int[] parts;
    private final int partCount;

    /** Of a bus on a spur: lines to the core, and the first arc on the way. Of a bus of the core: 0, and nothing. */
    private final int[] depths;

    private final int[] arcsInward;

    /** Place of a bus in the core, which keeps the order of buses; or -1. */
    private final int[] corePlaces;

    private final int coreSize;

    /** Arcs out of the core's bus i: [coreStarts[i], coreStarts[i + 1]) by head, then weight, then line. */
    private final int[] coreStarts;

    private final int[] coreArcs;
    private final PathTrees trees;

    /** Prepares a feeder. */
    public FeederGraph(Feeder feeder) {
        this(feeder, PathTrees.MAX_ENTRIES);
    }

    /** Prepares a feeder, with room for so many entries of remembered trees; more changes nothing but the time. */
    FeederGraph(Feeder feeder, int maxTreeEntries) {
        this.feeder = feeder;
        digest = FeederCodec.digest(feeder);
        int buses = feeder.buses().size();
        List<Feeder.Line> lines = feeder.lines();
        weights = new int[lines.size()];
        arcHeads = new int[2 * lines.size()];
        for (int line = 0; line < weights.length; line++) {
            weights[line] = lines.get(line).weight();
            arcHeads[2 * line] = feeder.indexOfBus(lines.get(line).to());
            arcHeads[2 * line + 1] = feeder.indexOfBus(lines.get(line).from());
        }
        int[] starts = new int[buses + 1];
        int[] arcs = arcsByTail(starts);
        parts = new int[buses];
        partCount = numberParts(starts, arcs);
        depths = new int[buses];
        arcsInward = new int[buses];
        cutSpurs(starts, arcs);
        corePlaces = new int[buses];
        int size = 0;
        for (int bus = 0; bus < buses; bus++) {
            corePlaces[bus] = depths[bus] == 0 ? size++ : -1;
        }
        coreSize = size;
        coreStarts = new int[coreSize + 1];
        coreArcs = coreArcs(starts, arcs);
        trees = new PathTrees(coreSize, maxTreeEntries);
    }

    private int[] arcsByTail(int[] starts) {
        for (int head : arcHeads) {
            starts[head + 1]++;
        }
        for (int bus = 1; bus < starts.length; bus++) {
            starts[bus] += starts[bus - 1];
        }
        int[] next = Arrays.copyOf(starts, starts.length);
        int[] arcs = new int[arcHeads.length];
        for (int arc = 0; arc < arcs.length; arc++) {
            arcs[next[arcHeads[arc ^ 1]]++] = arc;
        }
        return arcs;
    }

    private int numberParts(int[] starts, int[] arcs) {
        Arrays.fill(parts, -1);
        int[] waiting = new int[parts.length];
        int count = 0;
        for (int bus = 0; bus < parts.length; bus++) {
            if (parts[bus] >= 0) {
                continue;
            }
            parts[bus] = count;
            waiting[0] = bus;
            for (int size = 1; size > 0; ) {
                int at = waiting[--size];
                for (int i = starts[at]; i < starts[at + 1]; i++) {
                    int head = arcHeads[arcs[i]];
                    if (parts[head] < 0) {
                        parts[head] = count;
                        waiting[size++] = head;
                    }
                }
            }
            count++;
        }
        return count;
    }

    /** Cuts away every bus with one line left, until none has; the two ends of a last line leave the later one. */
    private void cutSpurs(int[] starts, int[] arcs) {
        int buses = depths.length;
        int[] left = new int[buses];
        boolean[] cut = new boolean[buses];
        int[] order = new int[buses];
        int size = 0;
        for (int bus = 0; bus < buses; bus++) {
            left[bus] = starts[bus + 1] - starts[bus];
            if (left[bus] == 1) {
                order[size++] = bus;
            }
        }
        for (int i = 0; i < size; i++) {
            int bus = order[i];
            if (left[bus] != 1) {
                continue;
            }
            cut[bus] = true;
            for (int j = starts[bus]; j < starts[bus + 1]; j++) {
                int head = arcHeads[arcs[j]];
                if (!cut[head]) {
                    arcsInward[bus] = arcs[j];
                    left[head]--;
                    if (left[head] == 1) {
                        order[size++] = head;
                    }
                }
            }
        }
        for (int i = size - 1; i >= 0; i--) {
            int bus = order[i];
            depths[bus] = cut[bus] ? depths[arcHeads[arcsInward[bus]]] + 1 : 0;
        }
    }

    private int[] coreArcs(int[] starts, int[] arcs) {
        int[] kept = new int[arcs.length];
        int count = 0;
        for (int bus = 0; bus < corePlaces.length; bus++) {
            if (corePlaces[bus] < 0) {
                continue;
            }
            int first = count;
            for (int i = starts[bus]; i < starts[bus + 1]; i++) {
                if (corePlaces[arcHeads[arcs[i]]] >= 0) {
                    kept[count++] = arcs[i];
                }
            }
            sortByHeadWeightLine(kept, first, count);
            coreStarts[corePlaces[bus] + 1] = count;
        }
        return Arrays.copyOf(kept, count);
    }

    /** Few leave one bus, and they come by line: an insertion sort keeps that order among equals. */
    private void sortByHeadWeightLine(int[] arcs, int first, int end) {
        for (int i = first + 1; i < end; i++) {
            int arc = arcs[i];
            int at = i;
            for (; at > first && isBefore(arc, arcs[at - 1]); at--) {
                arcs[at] = arcs[at - 1];
            }
            arcs[at] = arc;
        }
    }

    private boolean isBefore(int arc, int other) {
        int byHead = Integer.compare(arcHeads[arc], arcHeads[other]);
        return byHead != 0 ? byHead < 0 : weights[arc >> 1] < weights[other >> 1];
    }

    /** The feeder. */
    public Feeder feeder() {
        return feeder;
    }

    /** {@link FeederCodec#digest} of the feeder, 32 bytes. */
    public byte[] digest() {
        return digest.clone();
    }

    /** Parts that no line connects with each other; a bus without lines is one. */
    public int parts() {
        return partCount;
    }

    /** Lines that could be opened without parting any buses: 0 where the feeder is radial. */
    public int loops() {
        return weights.length - parts.length + partCount;
    }

    /** Buses of the core, which a search may have to visit. */
    public int coreSize() {
        return coreSize;
    }

    boolean isConnected(int bus, int other) {
        return parts[bus] == parts[other];
    }

    int weight(int arc) {
        return weights[arc >> 1];
    }

    int head(int arc) {
        return arcHeads[arc];
    }

    /** Lines between a bus and the core. */
    int depth(int bus) {
        return depths[bus];
    }

    /** The first arc from a bus on a spur towards the core. */
    int arcInward(int bus) {
        return arcsInward[bus];
    }

    /** Place of a bus in the core, only for buses of depth 0. */
    int corePlace(int bus) {
        return corePlaces[bus];
    }

    int coreStart(int corePlace) {
        return coreStarts[corePlace];
    }

    int coreArc(int index) {
        return coreArcs[index];
    }

    /** Trees of least resistance over lines of any capacity. */
    PathTrees trees() {
        return trees;
    }
}
