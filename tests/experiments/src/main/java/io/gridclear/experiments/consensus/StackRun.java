package io.gridclear.experiments.consensus;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One seed through the whole embedded stack.
 *
 * @param name name of the scenario
 * @param seed the seed
 * @param course its course there
 * @param simulated its course by the ledger's decisions alone
 * @param blocks number of blocks
 * @param transactions transactions that took effect, by kind
 */
record StackRun(
        String name, long seed, Course course, Course simulated, long blocks, Map<String, Integer> transactions) {

    StackRun {
        transactions = Collections.unmodifiableMap(new TreeMap<>(transactions));
    }

    /** Whether both went the same way, round by round. */
    boolean agrees() {
        return course.equals(simulated);
    }
}
