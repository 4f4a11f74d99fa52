package io.gridclear.market.auction;

/** A queue over arrays: positions in matching order, prices in ticks, what is left of each order. */
final class ArrayQueue implements OrderQueue {

    private final int[] order;
    private final int size;
    private final int[] priceTicks;
    private final long[] remainingWh;
    private final long tick;
    private int next;
    private int headPosition;
    private long headPrice;
    private long headWh;

    ArrayQueue(int[] order, int size, int[] priceTicks, long[] remainingWh, long tick) {
        this.order = order;
        this.size = size;
        this.priceTicks = priceTicks;
        this.remainingWh = remainingWh;
        this.tick = tick;
        loadHead();
    }

    private void loadHead() {
        if (next < size) {
            headPosition = order[next];
            headPrice = priceTicks[headPosition] * tick;
            headWh = remainingWh[headPosition];
        }
    }

    @Override
    public boolean isEmpty() {
        return next == size;
    }

    @Override
    public long headPrice() {
        return headPrice;
    }

    @Override
    public long headWh() {
        return headWh;
    }

    /** Position of the head on its side of the book. */
    int headPosition() {
        return headPosition;
    }

    @Override
    public void take(long quantityWh) {
        headWh -= quantityWh;
        remainingWh[headPosition] = headWh;
        if (headWh == 0) {
            next++;
            loadHead();
        }
    }
}
