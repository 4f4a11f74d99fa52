package io.gridclear.experiments.consensus;

/**
 * How large the experiment is.
 *
 * @param nodes nodes that may be elected
 * @param agents N, seats of a committee
 * @param rounds rounds of trading, each with one clearing
 * @param deliveriesAttested whether agents attest to what a METERED run and a report say before scores change, as they do on the
 *     ledger; otherwise a report counts at once, and a round of trading is one of the ledger
 */
record Setting(int nodes, int agents, int rounds, boolean deliveriesAttested) {

    /** Section 4.2: 150 nodes, 50 agents, 24 transactions in 24 hours. */
    static final Setting PAPER = new Setting(150, 50, 24);

    /** Clearing, METERED run, deliveries: each is opened when the one before is FINAL. */
    private static final int ITEMS_A_ROUND = 3;

    Setting {
        if (agents < 1 || nodes < agents || rounds < 1) {
            throw new IllegalArgumentException(agents + " agents of " + nodes + " nodes over " + rounds + " rounds");
        }
    }

    /** One in which a report counts at once. */
    Setting(int nodes, int agents, int rounds) {
        this(nodes, agents, rounds, false);
    }

    /** The same with agents that attest to deliveries. */
    Setting attested() {
        return new Setting(nodes, agents, rounds, true);
    }

    /** Rounds of the ledger, each with a head that produces, in a round of trading. */
    int ledgerRounds() {
        return deliveriesAttested ? ITEMS_A_ROUND : 1;
    }
}
