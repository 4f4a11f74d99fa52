package io.gridclear.market.metering;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a set of readings of one usage point says of every moment: a function of the set alone. The rules (decision 52):
 *
 * <ol>
 *   <li>Of one interval, the reading counts that {@link IntervalReading#PRECEDENCE} puts last; MISSING takes the value back.
 *   <li>Of different intervals that overlap, the finest (of equally long ones the later-starting) counts where it is. A
 *       coarser one says what is left: its energy less what the finer ones have inside it, never below 0.
 *   <li>Energy of an interval is divided over the stretches that are its own, cut at the bounds of periods, by time; what the
 *       division leaves goes to the earliest stretches ({@link TimeSplit}).
 *   <li>What no interval covers is filled by registers, where they stand at both sides: the difference less what is
 *       measured between, by rule 3, as ESTIMATED. Registers must stand at most {@value #REACH_MS} ms and
 *       {@value #MOST_PERIODS} periods apart, be of the same kinds, and not contradict: one that runs backwards, or by less than what was measured between, fills nothing.
 * </ol>
 *
 * Not changed from outside once made; single-threaded, because fills are computed as they are asked for.
 */
public final class MeterTimeline {

    /** How far apart two registers may stand to fill what is between them, ms, and how far a fold looks around: 3 days. */
    public static final long REACH_MS = 3L * 24 * 60 * 60 * 1_000;

    /**
     * Most periods that one reading or two registers may speak of: a long local day of minutes. One record in must not make
     * any number of records out.
     */
    public static final int MOST_PERIODS = 1_500;

    /** Most readings that a fold looks at: a week of minutes, twice. */
    public static final int MOST_READINGS = 20_000;

    private static final long DAY_MS = 24L * 60 * 60 * 1_000;

    /** A stretch of time within one period with what it holds; energies by reading, or by registers. */
    private record Piece(
            long from, long to, long importWh, long exportWh, ReadingQuality quality, boolean ofRegisters) {
        long lengthMs() {
            return to - from;
        }
    }

    /** Two energies. */
    private record Amounts(long importWh, long exportWh) {}

    private final PeriodGrid grid;

    /** Measured pieces by their start; they do not overlap. */
    private final TreeMap<Long, Piece> pieces = new TreeMap<>();

    /** The readings that registers stand at the end of, by that end; the finest of those with the same end. */
    private final TreeMap<Long, IntervalReading> marks = new TreeMap<>();

    /** What registers fill, by the earlier one's time; computed as it is asked for. */
    private final Map<Long, NavigableMap<Long, Piece>> fills = new TreeMap<>();

    private MeterTimeline(PeriodGrid grid) {
        this.grid = grid;
    }

    /**
     * The timeline of some readings of one usage point, in any order, with any repetition.
     *
     * @param grid the periods of its area
     */
    public static MeterTimeline of(Collection<IntervalReading> readings, PeriodGrid grid) {
        MeterTimeline timeline = new MeterTimeline(grid);
        List<IntervalReading> counting = counting(readings);
        counting.sort(IntervalReading.FINEST_FIRST);
        for (IntervalReading reading : counting) {
            if (reading.hasValue()) {
                timeline.add(reading);
            }
        }
        return timeline;
    }

    /** Of each interval the one reading that counts. */
    private static List<IntervalReading> counting(Collection<IntervalReading> readings) {
        TreeMap<Long, TreeMap<Long, IntervalReading>> byInterval = new TreeMap<>();
        for (IntervalReading reading : readings) {
            byInterval
                    .computeIfAbsent(reading.start(), start -> new TreeMap<>())
                    .merge(reading.end(), reading, (one, other) -> other.supersedes(one) ? other : one);
        }
        List<IntervalReading> counting = new ArrayList<>();
        byInterval.values().forEach(ofStart -> counting.addAll(ofStart.values()));
        return counting;
    }

    /**
     * The stretch of time whose readings a period's energy is made of, and none beyond: its UTC days and
     * {@value #REACH_MS} ms on both sides. The same for all periods of a day, so that they share a timeline.
     */
    public static TradingPeriod reachOf(TradingPeriod period) {
        long firstDay = period.start() / DAY_MS * DAY_MS;
        long endOfLastDay = (period.end() + DAY_MS - 1) / DAY_MS * DAY_MS;
        return new TradingPeriod(Math.max(0, firstDay - REACH_MS), endOfLastDay + REACH_MS);
    }

    private void add(IntervalReading reading) {
        if (reading.hasRegister()) {
            marks.putIfAbsent(reading.end(), reading);
        }
        Amounts inside = measured(reading.start(), reading.end());
        List<long[]> own = uncovered(reading.start(), reading.end());
        if (own.isEmpty()) {
            return;
        }
        fill(
                pieces,
                own,
                Math.max(0, reading.importWh() - inside.importWh()),
                Math.max(0, reading.exportWh() - inside.exportWh()),
                reading.quality(),
                false);
    }

    private static void fill(
            NavigableMap<Long, Piece> into,
            List<long[]> stretches,
            long importWh,
            long exportWh,
            ReadingQuality quality,
            boolean ofRegisters) {
        long[] lengths =
                stretches.stream().mapToLong(stretch -> stretch[1] - stretch[0]).toArray();
        long[] imports = TimeSplit.split(importWh, lengths);
        long[] exports = TimeSplit.split(exportWh, lengths);
        for (int i = 0; i < lengths.length; i++) {
            long[] stretch = stretches.get(i);
            into.put(stretch[0], new Piece(stretch[0], stretch[1], imports[i], exports[i], quality, ofRegisters));
        }
    }

    /** What the pieces hold within [from, to); of one that is cut, its share by time, rounded down. */
    private Amounts measured(long from, long to) {
        long importWh = 0;
        long exportWh = 0;
        for (Piece piece : touching(pieces, from, to)) {
            long part = Math.min(to, piece.to()) - Math.max(from, piece.from());
            importWh += TimeSplit.share(piece.importWh(), part, piece.lengthMs());
            exportWh += TimeSplit.share(piece.exportWh(), part, piece.lengthMs());
        }
        return new Amounts(importWh, exportWh);
    }

    private static Collection<Piece> touching(NavigableMap<Long, Piece> pieces, long from, long to) {
        Map.Entry<Long, Piece> before = pieces.floorEntry(from);
        long first = before != null && before.getValue().to() > from ? before.getKey() : from;
        return first >= to ? List.of() : pieces.subMap(first, true, to, false).values();
    }

    /** The stretches of [from, to) that no piece covers, cut at the bounds of periods, in their order. */
    private List<long[]> uncovered(long from, long to) {
        List<long[]> free = new ArrayList<>();
        long at = from;
        for (Piece piece : touching(pieces, from, to)) {
            cut(free, at, piece.from());
            at = piece.to();
        }
        cut(free, at, to);
        return free;
    }

    private void cut(List<long[]> into, long from, long to) {
        for (long at = from; at < to; ) {
            long next = Math.min(to, grid.at(at).end());
            into.add(new long[] {at, next});
            at = next;
        }
    }

    /** The energy of a period. */
    public PeriodEnergy energy(TradingPeriod period) {
        EnergySum sum = new EnergySum(period);
        for (Piece piece : touching(pieces, period.start(), period.end())) {
            add(sum, piece);
        }
        for (long[] gap : uncovered(period.start(), period.end())) {
            NavigableMap<Long, Piece> filled = fillOf(gap[0]);
            if (filled != null) {
                touching(filled, gap[0], gap[1]).forEach(piece -> add(sum, piece));
            }
        }
        return sum.toEnergy();
    }

    private static void add(EnergySum sum, Piece piece) {
        sum.add(piece.importWh(), piece.exportWh(), piece.lengthMs(), piece.quality(), piece.ofRegisters());
    }

    /** What registers fill around a moment that no interval covers, or null. */
    private @Nullable NavigableMap<Long, Piece> fillOf(long moment) {
        Map.Entry<Long, IntervalReading> earlier = marks.floorEntry(moment);
        Map.Entry<Long, IntervalReading> later = marks.higherEntry(moment);
        if (earlier == null || later == null || later.getKey() - earlier.getKey() > fillReachMs(earlier.getKey())) {
            return null;
        }
        NavigableMap<Long, Piece> known = fills.get(earlier.getKey());
        if (known == null) {
            known = fillBetween(earlier.getValue(), later.getValue());
            fills.put(earlier.getKey(), known);
        }
        return known;
    }

    private long fillReachMs(long mark) {
        return fillReachMs(grid.at(mark));
    }

    /** How far after a register in this period the next may stand, ms. */
    public static long fillReachMs(TradingPeriod period) {
        return Math.min(REACH_MS, MOST_PERIODS * period.lengthMs());
    }

    private NavigableMap<Long, Piece> fillBetween(IntervalReading earlier, IntervalReading later) {
        NavigableMap<Long, Piece> filled = new TreeMap<>();
        Amounts measured = measured(earlier.end(), later.end());
        long importWh = rest(earlier.importRegisterWh(), later.importRegisterWh(), measured.importWh());
        long exportWh = rest(earlier.exportRegisterWh(), later.exportRegisterWh(), measured.exportWh());
        if (importWh >= 0 && exportWh >= 0) {
            List<long[]> gaps = uncovered(earlier.end(), later.end());
            fill(filled, gaps, importWh, exportWh, ReadingQuality.ESTIMATED, true);
        }
        return filled;
    }

    /** What two registers leave beside what was measured between them; negative where they say nothing. */
    private static long rest(long earlierWh, long laterWh, long measuredWh) {
        boolean none = earlierWh == IntervalReading.NO_REGISTER;
        if (none != (laterWh == IntervalReading.NO_REGISTER)) {
            return -1;
        }
        return none ? 0 : laterWh - earlierWh - measuredWh;
    }
}
