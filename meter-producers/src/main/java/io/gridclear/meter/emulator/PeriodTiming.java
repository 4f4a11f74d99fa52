package io.gridclear.meter.emulator;

/**
 * How a trading period lies in time. For the period that delivers in [start, start + periodMs):
 *
 * <pre>
 *   opens ---- submissionMs ----&gt; gate ---- requoteWindowMs ----&gt; requoteUntil      start ---- periodMs ----&gt; end
 *                                 gate = start - gateClosureMs (T1);  requoteUntil = gate + requoteWindowMs (T2)
 * </pre>
 *
 * Periods start at multiples of their length since the epoch.
 *
 * @param periodMs length of delivery, milliseconds, &gt; 0
 * @param gateClosureMs T1: submission ends this long before delivery, milliseconds
 * @param requoteWindowMs T2: length of the re-quote window after gate closure, milliseconds, 0 &lt;= T2 &lt;= T1
 * @param submissionMs how long before gate closure the fleet starts to send bids, milliseconds, &gt; 0 and at
 *     most a period; the fleet's own choice, no rule of the market
 */
public record PeriodTiming(long periodMs, long gateClosureMs, long requoteWindowMs, long submissionMs) {
    /** A quarter of an hour, closed a quarter before delivery, five minutes for re-quotes. */
    public static final PeriodTiming DEFAULT = new PeriodTiming(900_000, 900_000, 300_000, 600_000);

    /** @throws IllegalArgumentException if a length is out of its range */
    public PeriodTiming {
        if (periodMs <= 0) {
            throw new IllegalArgumentException("a period must last, was " + periodMs + " ms");
        }
        if (requoteWindowMs < 0 || gateClosureMs < requoteWindowMs) {
            throw new IllegalArgumentException("0 <= re-quote window <= gate closure is needed, were " + requoteWindowMs
                    + " ms and " + gateClosureMs + " ms");
        }
        if (submissionMs <= 0 || submissionMs > periodMs) {
            throw new IllegalArgumentException("bids must be sent over 1 to " + periodMs
                    + " ms (a period) before gate closure, was " + submissionMs + " ms");
        }
    }

    /**
     * How many steps ahead the fleet forecasts: when it starts to send bids, the newest step that is over and
     * metered lies this many before the one that it bids for.
     */
    public int leadSteps() {
        return Math.toIntExact(1 + Math.floorDiv(gateClosureMs + submissionMs + periodMs - 1, periodMs));
    }

    /** The first period start at or after a time, epoch milliseconds. */
    public long alignUp(long timeMs) {
        return Math.floorDiv(timeMs + periodMs - 1, periodMs) * periodMs;
    }
}
