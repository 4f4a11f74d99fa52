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

    /** Takes energy from the head; a head that nothing is left of leaves the queue. 0 &lt; quantityWh &lt;= headWh(). */
    void take(long quantityWh);
}
