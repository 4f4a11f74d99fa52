package io.gridclear.engine.chain;

import io.gridclear.ledger.application.ReplicatedApplication.QueryAnswer;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import java.util.List;
import java.util.Optional;

/** A chain as its clients see it. May be used from several threads. */
public interface Chain extends AutoCloseable {

    /** The chain's id. */
    String chainId();

    /**
     * Hands a transaction in. Accepted means that it is in the mempool (or was there already), not that it is in a
     * block: the sender looks for its effect, and hands it in again with the same idempotency key if none comes.
     *
     * @throws ChainUnavailableException if nobody answers; whether the transaction arrived is not known
     */
    TransactionResult submit(byte[] transaction) throws ChainUnavailableException;

    /** Asks the application; see the ledger's query paths. */
    QueryAnswer query(String path, byte[] data) throws ChainUnavailableException;

    /** Height of the last committed block. */
    long height() throws ChainUnavailableException;

    /** Header, commit and validators of a height; empty while that height is not committed. */
    Optional<LightBlock> lightBlock(long height) throws ChainUnavailableException;

    /**
     * Transactions of a committed block in their order, those that had no effect among them; empty while that height is not
     * committed, and where a client of the chain does not read blocks.
     */
    default Optional<List<byte[]>> transactions(long height) throws ChainUnavailableException {
        return Optional.empty();
    }

    /** In a few words, what this chain protects against; shown to people. */
    String describe();

    @Override
    void close();
}
