package io.gridclear.market.metering;

/**
 * A trading period [start, end).
 *
 * @param start epoch ms, inclusive, &gt;= 0
 * @param end epoch ms, exclusive, &gt; start
 */
public record TradingPeriod(long start, long end) {

    /** @throws IllegalArgumentException if it is empty or before 1970 */
    public TradingPeriod {
        if (start < 0 || start >= end) {
            throw new IllegalArgumentException("a period from " + start + " to " + end);
        }
    }

    /** Length, ms. */
    public long lengthMs() {
        return end - start;
    }
}
