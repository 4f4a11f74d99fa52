package io.gridclear.benchmarks.consensus;

import io.gridclear.engine.chain.Chain;

/** A chain with the ledger, as those who take part reach it. */
interface LedgerNetwork extends AutoCloseable {

    /** What its processes have used of the processors so far. */
    ProcessorTime processorTime();

    /** The operator's way in, by the first node; by the others if that one fails. */
    Chain operator();

    /** An agent's way in, by its own node. */
    Chain agent(int agent);

    /** Ends a node at once, without a word. */
    void kill(int node);

    @Override
    void close();
}
