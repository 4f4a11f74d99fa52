package io.gridclear.experiments.consensus;

import java.util.List;

/**
 * A ledger as the simulated people see it: nodes by number, from 0; items by the round that opened them, from 1. What is done
 * between two ends of blocks is one block; questions are answered from the state after the last block.
 */
interface CommitteeLedger extends AutoCloseable {

    /** Agents that are heard: in office and not banned, in the order of Qblock. */
    List<Integer> heard();

    /** Agents in office, banned or not: those of whom more than two thirds must agree. */
    int seats();

    /** Whether a node is banned. */
    boolean isBanned(int node);

    /** Whether a node has shown that it is up. */
    boolean isReady(int node);

    /** Rounds whose items are open, ascending. */
    List<Integer> open();

    /** Agents that are heard and have not attested to the open item of a round. */
    List<Integer> awaited(int round);

    /** Whether the item of a round is decided as the operator claims. */
    boolean isFinal(int round);

    /** A node that is not of the start registers. */
    void register(int node);

    /** A node shows that it is up. */
    void ready(int node);

    /** A node votes; for nobody: it withdraws its vote. */
    void vote(int node, List<Integer> candidates);

    /** The operator opens the item of a round, and claims what is right. */
    void submit(int round);

    /** An agent attests; all wrong hashes of an item are the same one. */
    void attest(int node, List<Attested> items);

    /** The operator reports the deliveries of a round whose item is final. */
    void report(int round, List<Delivered> deliveries);

    /** Ends the block. */
    void endBlock();

    @Override
    void close();

    /**
     * An attestation.
     *
     * @param round whose item
     * @param wrong whether to the wrong hash
     */
    record Attested(int round, boolean wrong) {}

    /**
     * A node's delivery.
     *
     * @param node the node
     * @param contractedWh Epre, Wh
     * @param deliveredWh Ereal, Wh
     */
    record Delivered(int node, long contractedWh, long deliveredWh) {}
}
