package io.gridclear.market.auction;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import java.util.Arrays;

/**
 * What stage 1 left of one side, for stage 2, where the orders themselves stay in a state store: 24 bytes an order, up to
 * a quarter more where it grew, and at most 16 while it is sorted. Orders are added in the order of the store's scan and
 * are named by that index. Fill, {@link #seal()}, match. Single-threaded.
 */
public final class LeftoverQueue implements OrderQueue {

    /** Stands for an order that its owner did not re-quote. */
    public static final long NOT_REVISED = -1;

    private final String book;
    private final Side side;
    private final long tick;
    private final long referencePrice;
    private int size;
    private int[] quoteTicks = new int[16];
    private int[] limitTicks = new int[16];
    private int[] stage2Ticks = new int[16];
    private int[] positions = new int[16];
    private long[] remainingWh = new long[16];
    private int[] order = new int[0];
    private int next;

    /**
     * An empty queue.
     *
     * @param book area and period, for the words of a violation
     * @param referencePrice Pa, micro-currency per kWh
     */
    public LeftoverQueue(String book, Side side, MarketTerms terms, long referencePrice) {
        this.book = book;
        this.side = side;
        this.tick = terms.tick();
        this.referencePrice = referencePrice;
    }

    /**
     * Adds an order that stage 1 did not satisfy.
     *
     * @param quote the quote of stage 1, micro-currency per kWh
     * @param limitPrice worst acceptable price, or {@link OrderRequest#NO_LIMIT}
     * @param revised the owner's own price for stage 2, or {@link #NOT_REVISED}
     * @param position rank among equal prices
     * @param leftWh energy, Wh, &gt; 0
     * @throws InvariantViolation if nothing is left, or the order would stand beyond its limit
     */
    public void add(long quote, long limitPrice, long revised, long position, long leftWh) {
        if (leftWh <= 0) {
            throw new InvariantViolation(
                    "order " + position + " (" + side + ") has " + leftWh + " Wh left in the book of " + book);
        }
        // without a limit the price that the order stands at is its limit: a new quote moves it
        long standing = revised == NOT_REVISED ? quote : revised;
        long limit = limitPrice == OrderRequest.NO_LIMIT ? standing : limitPrice;
        long price = revised == NOT_REVISED ? Requote.price(side, quote, limit, referencePrice) : revised;
        if (side == Side.SELL ? standing < limit : standing > limit) {
            throw new InvariantViolation("order " + position + " (" + side + ") stands at " + standing
                    + ", beyond its limit " + limit + ", in the book of " + book);
        }
        if (size == positions.length) {
            int capacity = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, size + (size >> 2) + 1L));
            quoteTicks = Arrays.copyOf(quoteTicks, capacity);
            limitTicks = Arrays.copyOf(limitTicks, capacity);
            stage2Ticks = Arrays.copyOf(stage2Ticks, capacity);
            positions = Arrays.copyOf(positions, capacity);
            remainingWh = Arrays.copyOf(remainingWh, capacity);
        }
        quoteTicks[size] = (int) (quote / tick);
        limitTicks[size] = (int) (limit / tick);
        stage2Ticks[size] = (int) (price / tick);
        positions[size] = Math.toIntExact(position);
        remainingWh[size] = leftWh;
        size++;
    }

    /** Sorts by stage-2 price, equal prices by position. */
    public void seal() {
        int[] byPosition = StableSort.ascending(positions, size);
        int[] keys = new int[size];
        for (int i = 0; i < size; i++) {
            int ticks = stage2Ticks[byPosition[i]];
            keys[i] = side == Side.SELL ? ticks : -ticks;
        }
        order = StableSort.ascending(keys, size);
        for (int i = 0; i < size; i++) {
            order[i] = byPosition[order[i]];
        }
    }

    /** Orders that were added. */
    public int size() {
        return size;
    }

    /** Quote of stage 1 of the order with this scan index, micro-currency per kWh. */
    public long quote(int index) {
        return quoteTicks[index] * tick;
    }

    /** Position of the order with this scan index. */
    public long position(int index) {
        return positions[index];
    }

    /** What is left of the order with this scan index at the moment, Wh. */
    public long leftWh(int index) {
        return remainingWh[index];
    }

    /** Scan index of the head; only while not empty. */
    public int headIndex() {
        return order[next];
    }

    @Override
    public boolean isEmpty() {
        return next == size;
    }

    @Override
    public long headPrice() {
        return stage2Ticks[order[next]] * tick;
    }

    @Override
    public long headWh() {
        return remainingWh[order[next]];
    }

    @Override
    public long headLimit() {
        return limitTicks[order[next]] * tick;
    }

    @Override
    public long headPosition() {
        return positions[order[next]];
    }

    @Override
    public void take(long quantityWh) {
        int head = order[next];
        remainingWh[head] -= quantityWh;
        if (remainingWh[head] == 0) {
            next++;
        }
    }
}
