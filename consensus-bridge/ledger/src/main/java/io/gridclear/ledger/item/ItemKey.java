package io.gridclear.ledger.item;

import io.gridclear.market.canonical.CanonicalReader;
import io.gridclear.market.canonical.CanonicalWriter;

/**
 * Names an item: one run of the settlement of one area and period, or what candidates delivered in it.
 *
 * @param area the area
 * @param periodStart start of delivery, epoch ms
 * @param run 1 INITIAL, 2 METERED, 3 CORRECTION; 4 DELIVERY, which is no run but is decided like one
 * @param revision corrections count from 1; 0 for all others
 */
public record ItemKey(String area, long periodStart, int run, int revision) implements Comparable<ItemKey> {

    private static final String DOMAIN = "gridclear.item-key.v1";

    /** The run at clearing. */
    public static final int INITIAL = 1;

    /** The run after delivery. */
    public static final int METERED = 2;

    /** A run after late or corrected readings. */
    public static final int CORRECTION = 3;

    /** What the candidates' usage points delivered, by the METERED run: new scores. */
    public static final int DELIVERY = 4;

    /** Longest area id, characters, as in the market's records. */
    public static final int MOST_AREA_CHARS = 128;

    public ItemKey {
        if (area.isEmpty() || area.length() > MOST_AREA_CHARS) {
            throw new IllegalArgumentException(
                    "an area has 1 to " + MOST_AREA_CHARS + " characters, not " + area.length());
        }
        if (run < INITIAL || run > DELIVERY || revision < 0 || (run == CORRECTION) != (revision > 0)) {
            throw new IllegalArgumentException("no run " + run + " with revision " + revision);
        }
    }

    /** The item of a clearing. */
    public static ItemKey initial(String area, long periodStart) {
        return new ItemKey(area, periodStart, INITIAL, 0);
    }

    /**
     * What this one goes on from: METERED from INITIAL, a CORRECTION from the run before it, DELIVERY from METERED.
     *
     * @throws IllegalStateException if it is INITIAL
     */
    public ItemKey before() {
        return switch (run) {
            case METERED -> initial(area, periodStart);
            case CORRECTION -> new ItemKey(area, periodStart, revision == 1 ? METERED : CORRECTION, revision - 1);
            case DELIVERY -> new ItemKey(area, periodStart, METERED, 0);
            default -> throw new IllegalStateException("nothing comes before " + this);
        };
    }

    /** The item of a period's deliveries. */
    public ItemKey delivery() {
        return new ItemKey(area, periodStart, DELIVERY, 0);
    }

    /** Longest area id, bytes of UTF-8. */
    private static final int MOST_AREA_BYTES = 4 * MOST_AREA_CHARS;

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if it is no item
     */
    public static ItemKey read(CanonicalReader reader) {
        return new ItemKey(reader.string(MOST_AREA_BYTES), reader.int64(), reader.int8(), reader.int32());
    }

    /** The item of canonical bytes: the data of a query. */
    public static ItemKey of(byte[] bytes) {
        CanonicalReader reader = new CanonicalReader(bytes);
        ItemKey item = read(reader.start(DOMAIN));
        reader.end();
        return item;
    }

    /** Canonical bytes with a domain: the data of a query. */
    public byte[] toBytes() {
        return write(new CanonicalWriter().start(DOMAIN)).toBytes();
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
