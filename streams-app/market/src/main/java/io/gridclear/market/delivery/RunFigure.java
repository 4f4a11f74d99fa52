package io.gridclear.market.delivery;

/** What a run counts and sums up, in the order in which its hash covers it. Energy is Wh, money nano-currency. */
public enum RunFigure {
    /** Usage points with items or readings. */
    POINTS,
    /** Those whose energy rests on an estimate. */
    ESTIMATED_POINTS,
    /** Trades. */
    TRADES,
    /** Energy of the sellers' items. */
    SELL_CONTRACTED_WH,
    /** Energy of the buyers' items. */
    BUY_CONTRACTED_WH,
    /** What counts as delivered by sellers and by usage points without orders; negative if more was imported. */
    SELL_DELIVERED_WH,
    /** What counts as taken by buyers; negative if more was exported. */
    BUY_DELIVERED_WH,
    /** What sellers' items were served of it. */
    SELL_ALLOCATED_WH,
    /** What buyers' items were served of it. */
    BUY_ALLOCATED_WH,
    /** Open energy sold to the grid at feed-in. */
    GRID_SOLD_WH,
    /** Open energy bought from the grid at retail. */
    GRID_BOUGHT_WH,
    /** Firm energy that sellers did not deliver and bought from the grid. */
    SELL_MISSING_WH,
    /** Firm energy that buyers did not take and sold to the grid. */
    BUY_MISSING_WH,
    /** Energy beyond or against contract that was exported, and sold to the grid. */
    EXCESS_EXPORT_WH,
    /** Energy beyond or against contract that was imported, and bought from the grid. */
    EXCESS_IMPORT_WH,
    /** Lines that change a balance. */
    CHANGED_LINES,
    /** Lines of the run before that this run does not make. */
    VANISHED_LINES,
    /** Sum of debits. */
    DEBIT_NANO,
    /** Sum of credits. */
    CREDIT_NANO
}
