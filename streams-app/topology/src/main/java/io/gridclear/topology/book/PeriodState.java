package io.gridclear.topology.book;

import io.gridclear.market.book.BookChain;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.order.OrderRules;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import org.apache.kafka.common.utils.Bytes;

/**
 * How far one period of one area has come: all that the book and the clearing remember of it besides the orders. Mutable,
 * owned by one task, saved after every change.
 */
public final class PeriodState {

    /** Phases, in their order. */
    public enum Phase {
        /** Orders are accepted. */
        SUBMISSION,
        /** The gate's tick stands in the log; stage 1 is being matched. */
        STAGE_1,
        /** The reference price is published; prices of what is left may be revised. */
        REQUOTE,
        /** The window's tick stands in the log; stage 2 is being matched. */
        STAGE_2,
        /** What neither stage matched is settled with the grid. */
        RESIDUALS,
        /** The result is published; the orders are being deleted. */
        CLEARED
    }

    private final PeriodKey key;
    private final Bytes tallyKey;
    private final MarketTerms terms;
    Phase phase = Phase.SUBMISSION;
    long entries;
    byte[] inputHash = BookChain.start();
    final long[] liveOrders = new long[2];
    final long[] liveWh = new long[2];
    long gateClosedAt;
    long requoteClosedAt;
    final QueueCursor[] cursors = {QueueCursor.START, QueueCursor.START};
    ClearingJournal.State journal = ClearingJournal.State.empty();
    final int[] residualsDone = new int[2];

    PeriodState(PeriodKey key, MarketTerms terms) {
        this.key = key;
        this.tallyKey = PeriodStore.tallyKey(key);
        this.terms = terms;
    }

    /** The area and period. */
    public PeriodKey key() {
        return key;
    }

    /** Where the store keeps the tally of the book: every accepted bid writes there. */
    Bytes tallyKey() {
        return tallyKey;
    }

    /** Terms, as they were frozen when the period was opened. */
    public MarketTerms terms() {
        return terms;
    }

    /** How far the period has come. */
    public Phase phase() {
        return phase;
    }

    /** Goes on to the next phase. */
    public void enter(Phase next) {
        phase = next;
    }

    /** What the book lets in now. */
    OrderRules.Gate gate() {
        return switch (phase) {
            case SUBMISSION -> OrderRules.Gate.SUBMISSION;
            case REQUOTE -> OrderRules.Gate.REQUOTE;
            default -> OrderRules.Gate.CLOSED;
        };
    }

    /** Entries of the log for this period so far. */
    public long entries() {
        return entries;
    }

    /** Hash over them, 32 bytes. */
    public byte[] inputHash() {
        return inputHash;
    }

    /** Place of a side in the arrays. */
    private static int index(Side side) {
        return side == Side.SELL ? 0 : 1;
    }

    /** Live orders of a side. */
    public long liveOrders(Side side) {
        return liveOrders[index(side)];
    }

    /** What could be dealt at most: the smaller of supply and demand, Wh. */
    public long possibleWh() {
        return Math.min(liveWh(Side.SELL), liveWh(Side.BUY));
    }

    /** Energy of the live orders of a side, Wh. */
    public long liveWh(Side side) {
        return liveWh[index(side)];
    }

    void add(Side side, long quantityWh) {
        liveOrders[index(side)]++;
        liveWh[index(side)] += quantityWh;
    }

    void remove(Side side, long quantityWh) {
        liveOrders[index(side)]--;
        liveWh[index(side)] -= quantityWh;
    }

    /** When the gate's tick was written, epoch ms. */
    public long gateClosedAt() {
        return gateClosedAt;
    }

    /** When the window's tick was written, epoch ms. */
    public long requoteClosedAt() {
        return requoteClosedAt;
    }

    /** How far stage 1 has come in a queue. */
    public QueueCursor cursor(Side side) {
        return cursors[index(side)];
    }

    /** Sets how far stage 1 has come in a queue. */
    public void cursor(Side side, QueueCursor cursor) {
        cursors[index(side)] = cursor;
    }

    /** The journal's state. */
    public ClearingJournal.State journal() {
        return journal;
    }

    /** Sets the journal's state. */
    public void journal(ClearingJournal.State state) {
        journal = state;
    }

    /** Leftover orders of a side that the residual phase has been through. */
    public int residualsDone(Side side) {
        return residualsDone[index(side)];
    }

    /** Sets how many leftover orders of a side the residual phase has been through. */
    public void residualsDone(Side side, int done) {
        residualsDone[index(side)] = done;
    }
}
