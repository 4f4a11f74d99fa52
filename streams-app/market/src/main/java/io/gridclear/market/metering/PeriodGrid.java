package io.gridclear.market.metering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How an area's time is cut into trading periods: multiples of the period's length since the epoch, whose length may have
 * changed at times. Where a change falls inside a period of the length before, that period ends there. Immutable.
 */
public final class PeriodGrid {

    /** Changes that are remembered; the oldest are forgotten, and their periods have the length of the next. */
    private static final int MOST_CHANGES = 64;

    private final NavigableMap<Long, Long> lengthFrom;

    private PeriodGrid(NavigableMap<Long, Long> lengthFrom) {
        this.lengthFrom = lengthFrom;
    }

    /** Periods of one length, ms, &gt; 0, from the epoch on. */
    public static PeriodGrid of(long periodMs) {
        TreeMap<Long, Long> lengths = new TreeMap<>();
        lengths.put(0L, requireLength(periodMs));
        return new PeriodGrid(lengths);
    }

    /**
     * The same, but with periods of another length, ms, from a time on, epoch ms.
     *
     * @throws IllegalArgumentException if the time is not a multiple of the new length, or not after the last change
     */
    public PeriodGrid changed(long from, long periodMs) {
        if (from <= lengthFrom.lastKey() || from % requireLength(periodMs) != 0) {
            throw new IllegalArgumentException(
                    "periods of " + periodMs + " ms cannot begin at " + from + " after " + lengthFrom.lastKey());
        }
        TreeMap<Long, Long> lengths = new TreeMap<>(lengthFrom);
        lengths.put(from, periodMs);
        if (lengths.size() > MOST_CHANGES) {
            lengths.pollFirstEntry();
            lengths.put(0L, lengths.pollFirstEntry().getValue());
        }
        return new PeriodGrid(lengths);
    }

    /** The same, but with periods of another length, ms, from the first time on that allows it, not before one, epoch ms. */
    public PeriodGrid changedFrom(long earliest, long periodMs) {
        long from = Math.max(earliest, lengthFrom.lastKey() + 1);
        return changed((from + requireLength(periodMs) - 1) / periodMs * periodMs, periodMs);
    }

    private static long requireLength(long periodMs) {
        if (periodMs <= 0) {
            throw new IllegalArgumentException("a period must last, is " + periodMs + " ms");
        }
        return periodMs;
    }

    /** The length that counts now: that of the last change, ms. */
    public long latestLengthMs() {
        return lengthFrom.lastEntry().getValue();
    }

    /** Each length, ms, by the time that it counts from, epoch ms; the first from 0. */
    public Map<Long, Long> lengths() {
        return new TreeMap<>(lengthFrom);
    }

    /** The period that a time lies in, epoch ms, &gt;= 0. */
    public TradingPeriod at(long time) {
        Map.Entry<Long, Long> change = lengthFrom.floorEntry(time);
        if (change == null) {
            throw new IllegalArgumentException("no period before 1970: " + time);
        }
        long length = change.getValue();
        // a change is a multiple of the length that it brings: only ends are cut
        long start = time / length * length;
        long end = start + length;
        Long nextChange = lengthFrom.higherKey(time);
        return new TradingPeriod(start, nextChange == null ? end : Math.min(end, nextChange));
    }

    /** The periods that have a part of [from, to), in their order. */
    public List<TradingPeriod> over(long from, long to) {
        List<TradingPeriod> periods = new ArrayList<>();
        for (long time = from; time < to; ) {
            TradingPeriod period = at(time);
            periods.add(period);
            time = period.end();
        }
        return periods;
    }

    @Override
    public String toString() {
        return "periods of " + lengthFrom + " ms";
    }
}
