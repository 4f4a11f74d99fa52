package io.gridclear.market.metering;

/** Energy divided over stretches of time, exactly. */
final class TimeSplit {

    private TimeSplit() {}

    /**
     * Divides energy over stretches by their lengths: each gets the integer part of its share, and the Wh that are left go to
     * the earliest stretches, one each. The parts add up to the whole.
     *
     * @param wh &gt;= 0
     * @param lengthsMs lengths of the stretches in their order, each &gt; 0, 35 days in all at most
     * @return one part a stretch
     */
    static long[] split(long wh, long[] lengthsMs) {
        long whole = 0;
        for (long length : lengthsMs) {
            whole += length;
        }
        long[] parts = new long[lengthsMs.length];
        long left = wh;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = share(wh, lengthsMs[i], whole);
            left -= parts[i];
        }
        for (int i = 0; i < left; i++) {
            parts[i]++;
        }
        return parts;
    }

    /** floor(wh x partMs / wholeMs); nothing overflows while wholeMs squared fits a {@code long} (35 days). */
    static long share(long wh, long partMs, long wholeMs) {
        return wh / wholeMs * partMs + wh % wholeMs * partMs / wholeMs;
    }
}
