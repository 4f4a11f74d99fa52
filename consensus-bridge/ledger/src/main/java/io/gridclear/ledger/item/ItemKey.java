package io.gridclear.ledger.item;

import io.gridclear.market.canonical.CanonicalWriter;

/**
 * Names an item: one run of the settlement of one area and period.
 *
 * @param area the area
 * @param periodStart start of delivery, epoch ms
 * @param run 1 INITIAL, 2 METERED, 3 CORRECTION
 * @param revision 0 for INITIAL and METERED; corrections count from 1
 */
public record ItemKey(String area, long periodStart, int run, int revision) implements Comparable<ItemKey> {

    /** The run at clearing. */
    public static final int INITIAL = 1;

    /** The run after delivery. */
    public static final int METERED = 2;

    /** A run after late or corrected readings. */
    public static final int CORRECTION = 3;

    /** Longest area id, characters, as in the market's records. */
    public static final int MOST_AREA_CHARS = 128;

    public ItemKey {
        if (area.isEmpty() || area.length() > MOST_AREA_CHARS) {
            throw new IllegalArgumentException(
                    "an area has 1 to " + MOST_AREA_CHARS + " characters, not " + area.length());
        }
        if (run < INITIAL || run > CORRECTION || revision < 0 || (run == CORRECTION) != (revision > 0)) {
            throw new IllegalArgumentException("no run " + run + " with revision " + revision);
        }
    }

    /** The item of a clearing. */
    public static ItemKey initial(String area, long periodStart) {
        return new ItemKey(area, periodStart, INITIAL, 0);
    }

    /** Appends the canonical bytes: area, period start, run, revision. */
    public CanonicalWriter write(CanonicalWriter writer) {
        return writer.string(area).int64(periodStart).int8(run).int32(revision);
    }

    @Override
    public int compareTo(ItemKey other) {
        int byPeriod = Long.compare(periodStart, other.periodStart);
        if (byPeriod != 0) {
            return byPeriod;
        }
        int byArea = area.compareTo(other.area);
        if (byArea != 0) {
            return byArea;
        }
        int byRun = Integer.compare(run, other.run);
        return byRun != 0 ? byRun : Integer.compare(revision, other.revision);
    }

    @Override
    public String toString() {
        return area + "/" + periodStart + "/" + run + (revision == 0 ? "" : "." + revision);
    }
}
