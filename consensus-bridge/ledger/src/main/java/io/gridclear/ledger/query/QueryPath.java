package io.gridclear.ledger.query;

/** Paths of queries, with the data that they take and the record that answers. */
public final class QueryPath {

    /** No data; {@link LedgerStatus}. */
    public static final String STATUS = "/status";

    /** No data; {@link CommitteeView}. */
    public static final String COMMITTEE = "/committee";

    /** No data; {@link NodesView}. */
    public static final String NODES = "/nodes";

    /** No data for the oldest, or {@link PageRequest}; {@link OpenItemsPage}. */
    public static final String OPEN_ITEMS = "/open-items";

    /** {@link NewsRequest}; {@link News}. */
    public static final String NEWS = "/news";

    /** {@link io.gridclear.ledger.item.ItemKey#toBytes()}; {@link ItemAnswer}. */
    public static final String ITEM = "/item";

    /** {@link PageRequest}; {@link OutcomesPage}. */
    public static final String OUTCOMES = "/outcomes";

    /** {@link io.gridclear.ledger.item.ItemKey#toBytes()}; {@link OutcomeProof}. */
    public static final String OUTCOME_PROOF = "/outcome-proof";

    /**
     * {@link io.gridclear.ledger.item.ItemKey#toBytes()} of an open item of deliveries; the deliveries as they were reported
     * ({@link io.gridclear.ledger.transaction.TransactionCodec#readDeliveries}).
     */
    public static final String REPORT = "/report";

    private QueryPath() {}
}
