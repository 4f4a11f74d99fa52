package io.gridclear.ops.committee;

import io.gridclear.engine.chain.Chain;

/** The nodes of a ledger on this machine, running. */
public interface LedgerNetwork extends AutoCloseable {

    /** What orders its transactions. */
    EngineKind engine();

    /** The chain as a member sees it, by the member's number; closed with the network. */
    Chain chain(int member);

    /** Stops every node. */
    @Override
    void close();
}
