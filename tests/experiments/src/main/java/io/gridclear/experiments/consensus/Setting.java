package io.gridclear.experiments.consensus;

/**
 * How large the experiment is.
 *
 * @param nodes nodes that may be elected
 * @param agents N, seats of a committee
 * @param rounds rounds, each with one item
 */
record Setting(int nodes, int agents, int rounds) {

    /** Section 4.2: 150 nodes, 50 agents, 24 transactions in 24 hours. */
    static final Setting PAPER = new Setting(150, 50, 24);

    Setting {
        if (agents < 1 || nodes < agents || rounds < 1) {
            throw new IllegalArgumentException(agents + " agents of " + nodes + " nodes over " + rounds + " rounds");
        }
    }
}
