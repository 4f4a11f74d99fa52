package io.gridclear.market.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * What counted as delivered by a usage point in the runs so far: an entry for its first run, and one for every run in which
 * the energy changed. All that a later run must know of earlier ones follows from it: each line's balance before, and when a
 * line that is no more was last made. As long as the number of runs that changed the point, 12 bytes each.
 *
 * @param entries by revision, ascending; METERED has the revision 0
 */
public record PointHistory(List<Entry> entries) {

    /** Before the first run. */
    public static final PointHistory EMPTY = new PointHistory(List.of());

    /**
     * One run's energy.
     *
     * @param revision of the run, &gt;= 0
     * @param deliveredWh energy that counted, Wh
     */
    public record Entry(int revision, long deliveredWh) {}

    public PointHistory {
        entries = List.copyOf(entries);
        int last = -1;
        for (Entry entry : entries) {
            if (entry.revision() <= last) {
                throw new IllegalArgumentException("the revision " + entry.revision() + " comes after " + last);
            }
            last = entry.revision();
        }
    }

    /** Whether no run has settled the point. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Revision of the last entry; -1 without one. */
    public int lastChange() {
        return isEmpty() ? -1 : entries.get(entries.size() - 1).revision();
    }

    /** Energy in the run before: what was contracted where that was INITIAL. */
    public long deliveredWh(Contract contract) {
        return isEmpty()
                ? contract.contractedWh()
                : entries.get(entries.size() - 1).deliveredWh();
    }

    /** With a run's energy. */
    public PointHistory plus(int revision, long deliveredWh) {
        if (!isEmpty() && entries.get(entries.size() - 1).deliveredWh() == deliveredWh) {
            return this;
        }
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(revision, deliveredWh));
        return new PointHistory(more);
    }

    /**
     * The last run in which the energy met a condition.
     *
     * @param before runs before this revision count
     * @return its revision, or -1 if there was none
     */
    public int lastRun(LongPredicate condition, int before) {
        int until = before - 1;
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (condition.test(entries.get(i).deliveredWh())) {
                return until;
            }
            until = entries.get(i).revision() - 1;
        }
        return -1;
    }
}
