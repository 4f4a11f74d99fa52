package io.gridclear.market.auction;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import java.util.Arrays;

/**
 * One side of a book in compact arrays, in log order: 28 bytes an order, 32 once one was revised, up to a quarter more
 * where the side grew; its queue takes 20 bytes more while it is cleared. Prices are kept as whole ticks. Single-threaded.
 */
final class BookSide {

    /** Stands for an absent limit: the limit is the price that the order stands at. */
    static final int NO_LIMIT = -1;

    private static final int NOT_REVISED = -1;

    private final String book;
    private final Side side;
    private final long tick;
    private final PriceSort sort;
    private int size;
    private long[] quantityWh;
    private long[] remainingWh;
    private int[] quoteTicks;
    private int[] limitTicks;
    private int[] ordinals;
    private int[] revisedTicks = new int[0];
    private long totalWh;

    BookSide(String book, Side side, MarketTerms terms, int expectedOrders) {
        this.book = book;
        this.side = side;
        this.tick = terms.tick();
        this.sort = new PriceSort(side, terms);
        int capacity = Math.max(16, expectedOrders);
        quantityWh = new long[capacity];
        remainingWh = new long[capacity];
        quoteTicks = new int[capacity];
        limitTicks = new int[capacity];
        ordinals = new int[capacity];
    }

    void add(int ordinal, long orderWh, long quote, long limit) {
        if (size == quantityWh.length) {
            grow(Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, size + (size >> 2) + 1L)));
        }
        quantityWh[size] = orderWh;
        remainingWh[size] = orderWh;
        quoteTicks[size] = (int) (quote / tick);
        limitTicks[size] = limit == OrderRequest.NO_LIMIT ? NO_LIMIT : (int) (limit / tick);
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
        if (limit != NO_LIMIT && (side == Side.SELL ? ticks < limit : ticks > limit)) {
            throw new InvariantViolation("order " + ordinals[position] + " (" + side + ") was revised to " + price
                    + ", beyond its limit " + limit * tick + ", in the book of " + book);
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
        int[] positions = sort.positions(size);
        for (int i = 0; i < size; i++) {
            positions[i] = i;
        }
        return sort.queue(size, quoteTicks, remainingWh, limitTicks);
    }

    /** The queue of stage 2: what is left, by revised price or by the quote moved to the reference price. */
    ArrayQueue stage2Queue(long referencePrice) {
        int[] positions = sort.positions(size);
        int left = 0;
        for (int i = 0; i < size; i++) {
            positions[left] = i;
            // 1 while something is left, as it is never negative: whether it is, is a coin toss that no branch predicts
            left += (int) (-remainingWh[i] >>> (Long.SIZE - 1));
        }
        int referenceTicks = (int) (referencePrice / tick);
        for (int i = 0; i < left; i++) {
            int position = positions[i];
            // the quote is not read again: from here on it holds the price that stage 2 takes
            quoteTicks[position] = stage2Ticks(position, referenceTicks);
        }
        return sort.queue(left, quoteTicks, remainingWh, limitTicks);
    }

    private int stage2Ticks(int position, int referenceTicks) {
        if (position < revisedTicks.length && revisedTicks[position] != NOT_REVISED) {
            return revisedTicks[position];
        }
        int quote = quoteTicks[position];
        int limit = limitTicks[position];
        return limit == NO_LIMIT ? quote : (int) Requote.price(side, quote, limit, referenceTicks);
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
                        + left + " Wh left in the book of " + book);
            }
            traded += quantityWh[i] - left;
        }
        return traded;
    }
}
