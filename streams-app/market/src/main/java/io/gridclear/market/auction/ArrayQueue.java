package io.gridclear.market.auction;

/**
 * A queue over one array that is read from front to back, two words an order. What is taken from an order is noted at
 * its position on its side of the book at once.
 */
final class ArrayQueue implements OrderQueue {

    /** Words of one order: its energy, Wh; its price and position, {@link #packed}. */
    static final int WORDS = 2;

    private final long[] entries;
    private final int end;
    private final long[] leftWh;
    private final int[] limitTicks;
    private final long tick;
    private int next;
    private int headPosition;
    private long headPrice;
    private long headWh;

    /**
     * A queue of orders.
     *
     * @param entries orders in matching order, {@link #WORDS} each
     * @param orders number of orders
     * @param leftWh what is left of each order by position
     * @param limitTicks limit of each order by position, or {@link BookSide#NO_LIMIT}
     * @param tick price step, micro-currency per kWh
     */
    ArrayQueue(long[] entries, int orders, long[] leftWh, int[] limitTicks, long tick) {
        this.entries = entries;
        this.end = WORDS * orders;
        this.leftWh = leftWh;
        this.limitTicks = limitTicks;
        this.tick = tick;
        loadHead();
    }

    /** Price in the upper half, position in the lower: neither is negative. */
    static long packed(int priceTicks, int position) {
        return (long) priceTicks << Integer.SIZE | position;
    }

    private void loadHead() {
        if (next < end) {
            long packed = entries[next + 1];
            headWh = entries[next];
            headPrice = (packed >> Integer.SIZE) * tick;
            headPosition = (int) packed;
        }
    }

    @Override
    public boolean isEmpty() {
        return next == end;
    }

    @Override
    public long headPrice() {
        return headPrice;
    }

    @Override
    public long headWh() {
        return headWh;
    }

    @Override
    public long headLimit() {
        int ticks = limitTicks[headPosition];
        return ticks == BookSide.NO_LIMIT ? headPrice : ticks * tick;
    }

    /** Position of the head on its side of the book. */
    @Override
    public long headPosition() {
        return headPosition;
    }

    /** The same as an index. */
    int headIndex() {
        return headPosition;
    }

    @Override
    public void take(long quantityWh) {
        headWh -= quantityWh;
        leftWh[headPosition] = headWh;
        if (headWh == 0) {
            next += WORDS;
            loadHead();
        }
    }
}
