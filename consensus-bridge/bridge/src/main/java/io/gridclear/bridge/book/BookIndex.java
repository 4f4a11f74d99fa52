package io.gridclear.bridge.book;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Where periods begin in the book: one offset for every period whose clearing has no receipt yet. An area has an entry a
 * period of its horizon, some two hundred. Single-threaded.
 */
public final class BookIndex implements BookSource.Openings {

    /**
     * A period that so many later ones have overtaken was cleared before this bridge began to read: periods of an area
     * clear one after the other, and a large one is overtaken by a few at most. Should its clearing come after all, the
     * partition is searched for it.
     */
    private static final int MOST_OVERTAKEN = 16;

    private final Map<Integer, Map<String, TreeMap<Long, Long>>> partitions = new TreeMap<>();

    @Override
    public void opened(int partition, long offset, String area, long periodStart) {
        partitions
                .computeIfAbsent(partition, number -> new TreeMap<>())
                .computeIfAbsent(area, name -> new TreeMap<>())
                .putIfAbsent(periodStart, offset);
    }

    /** First offset of a period, if it was seen. */
    public OptionalLong find(int partition, String area, long periodStart) {
        Long offset = ofArea(partition, area).get(periodStart);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /**
     * A period has its receipts.
     *
     * @param periodMs length of the area's periods, ms
     */
    public void done(int partition, String area, long periodStart, long periodMs) {
        TreeMap<Long, Long> periods = ofArea(partition, area);
        periods.remove(periodStart);
        periods.headMap(periodStart - MOST_OVERTAKEN * periodMs).clear();
    }

    /** Lowest offset that is still needed: that of a period without receipts, or the next one to be looked at. */
    public long lowest(int partition, long position) {
        long lowest = position;
        for (TreeMap<Long, Long> periods :
                partitions.getOrDefault(partition, Map.of()).values()) {
            for (long offset : periods.values()) {
                lowest = Math.min(lowest, offset);
            }
        }
        return lowest;
    }

    /** The partition is another bridge's now. */
    public void forget(int partition) {
        partitions.remove(partition);
    }

    private TreeMap<Long, Long> ofArea(int partition, String area) {
        Map<String, TreeMap<Long, Long>> areas = partitions.getOrDefault(partition, Map.of());
        return areas.getOrDefault(area, new TreeMap<>());
    }
}
