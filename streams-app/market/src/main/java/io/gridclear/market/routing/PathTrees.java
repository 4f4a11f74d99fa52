package io.gridclear.market.routing;

import java.util.Arrays;

/**
 * Remembers trees of least resistance by the bus that they lead to. Of too many, the one made first is forgotten, and made
 * again when it is asked for.
 */
final class PathTrees {

    /** Most entries of all trees together: 16 MB, which holds every tree of a core of 2,000 buses. */
    static final int MAX_ENTRIES = 4_000_000;

    private static final int[] NONE = {};

    private final int[][] trees;
    private final int[] targets;
    private int oldest;
    private int size;

    /** No tree yet, and room for so many entries, but one tree at least. */
    PathTrees(int coreSize, int maxEntries) {
        trees = new int[coreSize][];
        Arrays.fill(trees, NONE);
        targets = new int[Math.max(1, Math.min(coreSize, maxEntries / Math.max(1, coreSize)))];
    }

    boolean has(int target) {
        return trees[target] != NONE;
    }

    /** The tree; only if there is one. */
    int[] tree(int target) {
        return trees[target];
    }

    void keep(int target, int[] tree) {
        if (!has(target)) {
            if (size == targets.length) {
                trees[targets[oldest]] = NONE;
                targets[oldest] = target;
                oldest = (oldest + 1) % size;
            } else {
                targets[size++] = target;
            }
        }
        trees[target] = tree;
    }
}
