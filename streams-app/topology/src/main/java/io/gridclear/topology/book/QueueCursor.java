package io.gridclear.topology.book;

import io.gridclear.market.order.Side;

/**
 * How far matching has come in a queue.
 *
 * @param kind whether there is a head, and whether it was reached yet
 * @param price price of the head, micro-currency per kWh
 * @param position position of the head
 * @param leftWh what is left of the head, Wh
 */
public record QueueCursor(Kind kind, long price, long position, long leftWh) {

    /** Where a cursor stands. */
    public enum Kind {
        /** Before the first order. */
        START,
        /** At an order, of which leftWh is left. */
        HEAD,
        /** Behind the last order. */
        END
    }

    /** Before the first order. */
    public static final QueueCursor START = new QueueCursor(Kind.START, 0, 0, 0);

    /** Behind the last order. */
    public static final QueueCursor END = new QueueCursor(Kind.END, 0, 0, 0);

    boolean atStart() {
        return kind == Kind.START;
    }

    /** Whether matching has used up the queue. */
    public boolean atEnd() {
        return kind == Kind.END;
    }

    /**
     * What matching left of an order of this queue.
     *
     * @param orderPrice its price
     * @param orderPosition its position
     * @param quantityWh its energy, Wh
     */
    long leftOf(Side side, long orderPrice, long orderPosition, long quantityWh) {
        return switch (kind) {
            case START -> quantityWh;
            case END -> 0;
            case HEAD -> {
                int order =
                        Long.compare(OrderQueueStore.sortable(side, orderPrice), OrderQueueStore.sortable(side, price));
                order = order == 0 ? Long.compare(orderPosition, position) : order;
                yield order < 0 ? 0 : order == 0 ? leftWh : quantityWh;
            }
        };
    }
}
