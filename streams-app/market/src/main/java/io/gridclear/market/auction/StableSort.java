package io.gridclear.market.auction;

/**
 * Sorts positions by small integer keys, stably and in linear time: a price band holds few ticks, so one counting pass
 * orders a queue. Keys that span more than one pass holds are sorted least significant digit first.
 */
final class StableSort {

    /** Bits of one counting pass: 2^14 counters are 64 KiB, which stay in a core's second-level cache. */
    private static final int DIGIT_BITS = 14;

    private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

    private StableSort() {}

    /**
     * Positions 0..n-1 ordered by key ascending, equal keys by position.
     *
     * @param keys one key a position, of which the first n count; any values
     * @param n number of positions, &gt;= 0
     * @return array of at least n positions; entries from n on mean nothing
     */
    static int[] ascending(int[] keys, int n) {
        int[] order = new int[n];
        if (n == 0) {
            return order;
        }
        int min = keys[0];
        int max = keys[0];
        for (int i = 1; i < n; i++) {
            int key = keys[i];
            min = Math.min(min, key);
            max = Math.max(max, key);
        }
        long span = (long) max - min;
        int digits = Math.min(DIGIT_MASK, (int) Math.min(span, DIGIT_MASK)) + 1;
        int[] starts = new int[digits + 1];
        for (int i = 0; i < n; i++) {
            starts[(int) (((long) keys[i] - min) & DIGIT_MASK) + 1]++;
        }
        accumulate(starts);
        for (int i = 0; i < n; i++) {
            order[starts[(int) (((long) keys[i] - min) & DIGIT_MASK)]++] = i;
        }
        int[] spare = span >> DIGIT_BITS == 0 ? order : new int[n];
        for (int shift = DIGIT_BITS; span >> shift != 0; shift += DIGIT_BITS) {
            int[] counts = new int[DIGIT_MASK + 2];
            for (int i = 0; i < n; i++) {
                counts[digit(keys[i], min, shift) + 1]++;
            }
            accumulate(counts);
            for (int i = 0; i < n; i++) {
                int position = order[i];
                spare[counts[digit(keys[position], min, shift)]++] = position;
            }
            int[] sorted = spare;
            spare = order;
            order = sorted;
        }
        return order;
    }

    private static int digit(int key, int min, int shift) {
        return (int) ((((long) key - min) >> shift) & DIGIT_MASK);
    }

    private static void accumulate(int[] counts) {
        for (int d = 1; d < counts.length; d++) {
            counts[d] += counts[d - 1];
        }
    }
}
