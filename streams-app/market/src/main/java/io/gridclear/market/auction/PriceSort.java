package io.gridclear.market.auction;

import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;

/**
 * Brings orders of one side into matching order in linear time: best price first, equal prices by position. A price band
 * holds few ticks, so one counting pass does it, and carries along what matching reads: measured, that beats sorting
 * positions and looking the rest up. The arrays are kept for the next stage. Single-threaded.
 */
final class PriceSort {

    /** Most ticks of a single pass: so many counters, and the cache line that each fills, fit a second-level cache. */
    private static final int MAX_COUNTERS = 1 << 14;

    private final long tick;
    private final int direction;
    private final int bestTicks;
    private final int span;
    private int[] positions = new int[0];
    private long[] entries = new long[0];

    PriceSort(Side side, MarketTerms terms) {
        int low = (int) (terms.feedInTariff() / terms.tick());
        int high = (int) (terms.retailTariff() / terms.tick());
        tick = terms.tick();
        direction = side == Side.SELL ? 1 : -1;
        bestTicks = side == Side.SELL ? low : high;
        span = high - low;
    }

    /** Room for positions of orders, to be filled in ascending order before {@link #queue}. */
    int[] positions(int orders) {
        if (positions.length < orders) {
            positions = new int[orders];
        }
        return positions;
    }

    /**
     * The queue of the orders at the first so many {@link #positions}.
     *
     * @param orders number of orders
     * @param priceTicks price of each order by position, within the band
     * @param leftWh what is left of each order by position; the queue keeps it up to date
     * @param limitTicks limit of each order by position
     */
    ArrayQueue queue(int orders, int[] priceTicks, long[] leftWh, int[] limitTicks) {
        if (span < MAX_COUNTERS) {
            fillByCounting(orders, priceTicks, leftWh);
        } else {
            fillBySorting(orders, priceTicks, leftWh);
        }
        return new ArrayQueue(entries, orders, leftWh, limitTicks, tick);
    }

    private void fillByCounting(int orders, int[] priceTicks, long[] leftWh) {
        int[] slots = new int[span + 2];
        for (int i = 0; i < orders; i++) {
            slots[rank(priceTicks[positions[i]]) + 1]++;
        }
        for (int rank = 1; rank <= span; rank++) {
            slots[rank] += slots[rank - 1];
        }
        if (entries.length < ArrayQueue.WORDS * orders) {
            entries = new long[ArrayQueue.WORDS * orders];
        }
        for (int i = 0; i < orders; i++) {
            int position = positions[i];
            put(slots[rank(priceTicks[position])]++, position, priceTicks, leftWh);
        }
    }

    private void fillBySorting(int orders, int[] priceTicks, long[] leftWh) {
        // let go of the last queue: its room is the sort's
        entries = new long[0];
        int[] ranks = new int[orders];
        for (int i = 0; i < orders; i++) {
            ranks[i] = rank(priceTicks[positions[i]]);
        }
        int[] order = StableSort.ascending(ranks, orders);
        entries = new long[ArrayQueue.WORDS * orders];
        for (int i = 0; i < orders; i++) {
            put(i, positions[order[i]], priceTicks, leftWh);
        }
    }

    private void put(int slot, int position, int[] priceTicks, long[] leftWh) {
        entries[slot * ArrayQueue.WORDS] = leftWh[position];
        entries[slot * ArrayQueue.WORDS + 1] = ArrayQueue.packed(priceTicks[position], position);
    }

    /** Ticks between a price and the best price that the side can have. */
    private int rank(int ticks) {
        return direction * (ticks - bestTicks);
    }
}
