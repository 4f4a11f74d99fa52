package io.gridclear.bridge.ledger;

import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.node.Address;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.query.ItemView;
import io.gridclear.ledger.query.News;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.query.OutcomeProof;
import io.gridclear.ledger.transaction.LedgerTransaction;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The ledger as one of its participants uses it, in its name. Single-threaded. */
public interface Ledger {

    /** The chain's id. */
    String chainId();

    /** Own address. */
    Address address();

    /**
     * Signs a transaction and hands it in.
     *
     * @param purpose the same purpose gives the same idempotency key: while the ledger remembers it, it has one effect
     */
    Submission submit(LedgerTransaction transaction, byte[] purpose) throws ChainUnavailableException;

    /** Height of the last committed block. */
    long height() throws ChainUnavailableException;

    /** When a block was made, epoch ms; empty where it is not there, or not any more. */
    OptionalLong blockTimeMs(long height) throws ChainUnavailableException;

    /** How an item stands; empty for one that the ledger has never heard of. */
    Optional<ItemAnswer> item(ItemKey item) throws ChainUnavailableException;

    /**
     * What this participant has not seen: its standing, and open items from a sequence on, at most {@link
     * io.gridclear.ledger.query.PageRequest#MOST}.
     */
    News news(long fromSequence) throws ChainUnavailableException;

    /** The deliveries of an open item of deliveries, as they were reported; empty if there is none. */
    Optional<List<Delivery>> report(ItemKey item) throws ChainUnavailableException;

    /** Every open item, oldest first. */
    List<ItemView> openItems() throws ChainUnavailableException;

    /** Number of outcomes so far. */
    long outcomeCount() throws ChainUnavailableException;

    /** Outcomes from an index on, at most {@link io.gridclear.ledger.query.PageRequest#MOST}; none if there are no more. */
    List<Outcome> outcomes(long fromIndex) throws ChainUnavailableException;

    /** Proof of an outcome against the application hash of a height; empty for an item that is not decided. */
    Optional<OutcomeAt> prove(ItemKey item) throws ChainUnavailableException;

    /**
     * Completes a proof by the block that bears the application hash: canonical bytes of the engine's receipt proof. Empty
     * while that block is not there.
     */
    Optional<byte[]> receiptProof(OutcomeAt proved) throws ChainUnavailableException;

    /** Every registered node. */
    List<NodeView> nodes() throws ChainUnavailableException;

    /** The committee in office. */
    CommitteeView committee() throws ChainUnavailableException;

    /**
     * A proof and the height whose application hash it leads to.
     *
     * @param proof the proof
     * @param height the height that answered
     */
    record OutcomeAt(OutcomeProof proof, long height) {}
}
