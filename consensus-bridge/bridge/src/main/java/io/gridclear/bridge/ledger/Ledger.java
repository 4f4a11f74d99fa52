package io.gridclear.bridge.ledger;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.transaction.LedgerTransaction;
import java.util.List;
import java.util.Optional;

/** The ledger as one of its participants uses it, in its name. Single-threaded. */
public interface Ledger {

    /** Most outcomes of one answer. */
    int MOST_OUTCOMES = 1_000;

    /** The chain's id. */
    String chainId();

    /** Own address, hexadecimal. */
    String address();

    /** Height of the last committed block. */
    long height() throws ChainUnavailableException;

    /**
     * Signs a transaction and hands it in.
     *
     * @param purpose the same purpose gives the same idempotency key: while the ledger remembers it, it has one effect
     */
    Submission submit(LedgerTransaction transaction, byte[] purpose) throws ChainUnavailableException;

    /** How an item stands. */
    Standing standing(ItemKey item) throws ChainUnavailableException;

    /** Every open item. */
    List<OpenItem> openItems() throws ChainUnavailableException;

    /** Number of outcomes so far. */
    long outcomeCount() throws ChainUnavailableException;

    /** Outcomes from an index on, at most {@link #MOST_OUTCOMES}. */
    List<Outcome> outcomes(long fromIndex) throws ChainUnavailableException;

    /**
     * Proof of an outcome: canonical bytes of the engine's receipt proof. Empty while the block that signs the application
     * hash is not there yet.
     */
    Optional<byte[]> prove(ItemKey item) throws ChainUnavailableException;

    /** Every registered node. */
    List<NodeStanding> nodes() throws ChainUnavailableException;
}
