package io.gridclear.market.auction;

/**
 * One side of the book in the order in which it is matched: sells by price ascending, buys by price descending, equal
 * prices by position in the log. Single-threaded.
 */
public interface OrderQueue {

    /** Whether no order is left. */
    boolean isEmpty();

    /** Price of the head, micro-currency per kWh; only while not empty. */
    long headPrice();

    /** What is left of the head, Wh, &gt; 0; only while not empty. */
    long headWh();

    /**
     * Worst price that the head may trade at, micro-currency per kWh: its limit, or the price that it stands at where it has
     * none; only while not empty.
     */
    long headLimit();

    /** Position of the head, which breaks ties of price and names it; only while not empty. */
    long headPosition();

    /** Takes energy from the head; a head that nothing is left of leaves the queue. 0 &lt; quantityWh &lt;= headWh(). */
    void take(long quantityWh);
}
