package io.gridclear.market.metering;

import java.util.Comparator;

/**
 * What a meter says of one interval [start, end).
 *
 * @param start epoch ms, inclusive, &gt;= 0
 * @param end epoch ms, exclusive, at most {@value #LONGEST_MS} ms after the start
 * @param revision the highest of an interval counts, &gt;= 0
 * @param createdAt when it was made, by the meter's clock, epoch ms
 * @param quality MISSING: the interval has no value, energies and registers mean nothing
 * @param importWh taken from the feeder, Wh, 0 to {@value #MOST_WH}
 * @param exportWh given to the feeder, Wh, 0 to {@value #MOST_WH}
 * @param importRegisterWh cumulative import at the end, Wh, 0 to {@value #MOST_REGISTER_WH}, or {@link #NO_REGISTER}
 * @param exportRegisterWh cumulative export at the end, Wh, 0 to {@value #MOST_REGISTER_WH}, or {@link #NO_REGISTER}
 */
public record IntervalReading(
        long start,
        long end,
        long revision,
        long createdAt,
        ReadingQuality quality,
        long importWh,
        long exportWh,
        long importRegisterWh,
        long exportRegisterWh) {

    /** In place of a register that the meter does not have. */
    public static final long NO_REGISTER = -1;

    /** Longest interval, ms: the local day on which summer time ends has 25 hours. */
    public static final long LONGEST_MS = 25L * 60 * 60 * 1_000;

    /**
     * Most energy of an interval, Wh: a TWh, more than any plant makes in a day. As many as a fold looks at
     * ({@link MeterTimeline#MOST_READINGS}) stay within a {@code long}.
     */
    public static final long MOST_WH = 1_000_000_000_000L;

    /** Most that a register shows, Wh: a thousand TWh. */
    public static final long MOST_REGISTER_WH = 1_000 * MOST_WH;

    /**
     * Which of two readings of one interval counts: the higher revision; of equal ones the later made; of equally late ones
     * the one whose quality, import, export, import register, export register (compared in this order) is greater. The
     * greatest counts. What is equal in all of them is the same reading.
     */
    public static final Comparator<IntervalReading> PRECEDENCE = Comparator.comparingLong(IntervalReading::revision)
            .thenComparingLong(IntervalReading::createdAt)
            .thenComparing(IntervalReading::quality)
            .thenComparingLong(IntervalReading::importWh)
            .thenComparingLong(IntervalReading::exportWh)
            .thenComparingLong(IntervalReading::importRegisterWh)
            .thenComparingLong(IntervalReading::exportRegisterWh);

    /** Different intervals, the finest first; of equally long ones the later-starting first. */
    static final Comparator<IntervalReading> FINEST_FIRST = Comparator.comparingLong(IntervalReading::lengthMs)
            .thenComparing(Comparator.comparingLong(IntervalReading::start).reversed());

    /** @throws IllegalArgumentException if a value is out of its range */
    public IntervalReading {
        require(start >= 0 && start < end, "start must be >= 0 and before end, are ", start, end);
        require(end - start <= LONGEST_MS, "the interval is too long: ", start, end);
        require(revision >= 0, "revision must be >= 0, is ", revision, createdAt);
        require(isWithin(importWh, MOST_WH) && isWithin(exportWh, MOST_WH), "energies: ", importWh, exportWh);
        require(
                importRegisterWh == NO_REGISTER || isWithin(importRegisterWh, MOST_REGISTER_WH),
                "import register: ",
                importRegisterWh,
                NO_REGISTER);
        require(
                exportRegisterWh == NO_REGISTER || isWithin(exportRegisterWh, MOST_REGISTER_WH),
                "export register: ",
                exportRegisterWh,
                NO_REGISTER);
    }

    private static boolean isWithin(long wh, long most) {
        return wh >= 0 && wh <= most;
    }

    private static void require(boolean holds, String otherwise, long one, long other) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise + one + ", " + other);
        }
    }

    /** Length of the interval, ms, &gt; 0. */
    public long lengthMs() {
        return end - start;
    }

    /** Whether the interval has a value. */
    public boolean hasValue() {
        return quality != ReadingQuality.MISSING;
    }

    /** Whether registers stand at the interval's end. */
    public boolean hasRegister() {
        return hasValue() && (importRegisterWh != NO_REGISTER || exportRegisterWh != NO_REGISTER);
    }

    /** Whether this reading counts beside another of the same interval; false for the same reading. */
    public boolean supersedes(IntervalReading other) {
        return PRECEDENCE.compare(this, other) > 0;
    }

    /** Whether the interval has a part of [from, to). */
    public boolean touches(long from, long to) {
        return start < to && end > from;
    }
}
