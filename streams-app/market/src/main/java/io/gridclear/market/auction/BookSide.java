package io.gridclear.market.auction;

import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import java.util.Arrays;

/**
 * One side of a book in compact arrays, in log order: 28 bytes an order, 32 once one was revised. Prices are kept as
 * whole ticks. Single-threaded.
 */
final class BookSide {

    private static final int NOT_REVISED = -1;

    private final Side side;
    private final long tick;
    private int size;
    private long[] quantityWh;
    private long[] remainingWh;
    private int[] quoteTicks;
    private int[] limitTicks;
    private int[] ordinals;
    private int[] revisedTicks = new int[0];
    private long totalWh;

    BookSide(Side side, MarketTerms terms, int expectedOrders) {
        this.side = side;
        this.tick = terms.tick();
        int capacity = Math.max(16, expectedOrders);
        quantityWh = new long[capacity];
        remainingWh = new long[capacity];
        quoteTicks = new int[capacity];
        limitTicks = new int[capacity];
        ordinals = new int[capacity];
    }

    void add(int ordinal, long orderWh, long quote, long limit) {
        if (size == quantityWh.length) {
            grow(Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 1L)));
        }
        quantityWh[size] = orderWh;
        remainingWh[size] = orderWh;
        quoteTicks[size] = (int) (quote / tick);
        limitTicks[size] = (int) (limit / tick);
        ordinals[size] = ordinal;
        totalWh = Math.addExact(totalWh, orderWh);
        size++;
    }

    private void grow(int capacity) {
        quantityWh = Arrays.copyOf(quantityWh, capacity);
        remainingWh = Arrays.copyOf(remainingWh, capacity);
        quoteTicks = Arrays.copyOf(quoteTicks, capacity);
        limitTicks = Arrays.copyOf(limitTicks, capacity);
        ordinals = Arrays.copyOf(ordinals, capacity);
    }

    /** The owner's own price for stage 2; position is the order's index on this side. */
    void revise(int position, long price) {
        int limit = limitTicks[position];
        int ticks = (int) (price / tick);
        if (limit != quoteTicks[position] && (side == Side.SELL ? ticks < limit : ticks > limit)) {
            throw new InvariantViolation("order " + ordinals[position] + " (" + side + ") was revised to " + price
                    + ", beyond its limit " + limit * tick);
        }
        if (revisedTicks.length < size) {
            int known = revisedTicks.length;
            revisedTicks = Arrays.copyOf(revisedTicks, quantityWh.length);
            Arrays.fill(revisedTicks, known, revisedTicks.length, NOT_REVISED);
        }
        revisedTicks[position] = ticks;
    }

    int size() {
        return size;
    }

    long totalWh() {
        return totalWh;
    }

    int ordinal(int position) {
        return ordinals[position];
    }

    long quantityWh(int position) {
        return quantityWh[position];
    }

    long remainingWh(int position) {
        return remainingWh[position];
    }

    /** Position of an order on this side; ordinals ascend, as orders come in log order. */
    int positionOf(int ordinal) {
        return Arrays.binarySearch(ordinals, 0, size, ordinal);
    }

    /** The queue of stage 1: every order by its quote. */
    ArrayQueue stage1Queue() {
        int[] keys = new int[size];
        for (int i = 0; i < size; i++) {
            keys[i] = sortKey(quoteTicks[i]);
        }
        return new ArrayQueue(StableSort.ascending(keys, size), size, quoteTicks, remainingWh, tick);
    }

    /** The queue of stage 2: what is left, by revised price or by the quote moved to the reference price. */
    ArrayQueue stage2Queue(long referencePrice) {
        int left = 0;
        for (int i = 0; i < size; i++) {
            left += remainingWh[i] > 0 ? 1 : 0;
        }
        int[] positions = new int[left];
        int[] keys = new int[left];
        int referenceTicks = (int) (referencePrice / tick);
        int next = 0;
        for (int i = 0; i < size; i++) {
            if (remainingWh[i] > 0) {
                // the quote is not read again: from here on it holds the price that stage 2 takes
                quoteTicks[i] = stage2Ticks(i, referenceTicks);
                positions[next] = i;
                keys[next++] = sortKey(quoteTicks[i]);
            }
        }
        int[] order = StableSort.ascending(keys, left);
        for (int i = 0; i < left; i++) {
            order[i] = positions[order[i]];
        }
        return new ArrayQueue(order, left, quoteTicks, remainingWh, tick);
    }

    private int stage2Ticks(int position, int referenceTicks) {
        if (position < revisedTicks.length && revisedTicks[position] != NOT_REVISED) {
            return revisedTicks[position];
        }
        return (int) Requote.price(side, quoteTicks[position], limitTicks[position], referenceTicks);
    }

    /** Sells ascend by price, buys descend. */
    private int sortKey(int ticks) {
        return side == Side.SELL ? ticks : -ticks;
    }

    /**
     * Energy that was traded, recomputed order by order.
     *
     * @throws InvariantViolation if an order traded less than nothing or more than it holds
     */
    long tradedWh() {
        long traded = 0;
        for (int i = 0; i < size; i++) {
            long left = remainingWh[i];
            if (left < 0 || left > quantityWh[i]) {
                throw new InvariantViolation("order " + ordinals[i] + " (" + side + ") of " + quantityWh[i] + " Wh has "
                        + left + " Wh left");
            }
            traded += quantityWh[i] - left;
        }
        return traded;
    }
}
