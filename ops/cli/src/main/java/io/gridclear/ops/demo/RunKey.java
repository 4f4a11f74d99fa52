package io.gridclear.ops.demo;

import io.gridclear.schemas.avro.SettlementRun;
import java.util.Comparator;
import java.util.Locale;

/**
 * Names a settlement run.
 *
 * @param area the area
 * @param periodStart start of delivery, epoch ms
 * @param run which kind
 * @param revision 0 for INITIAL and METERED; corrections count from 1
 */
record RunKey(String area, long periodStart, SettlementRun run, int revision) implements Comparable<RunKey> {

    private static final Comparator<RunKey> ORDER = Comparator.comparing(RunKey::area)
            .thenComparingLong(RunKey::periodStart)
            .thenComparing(RunKey::run)
            .thenComparingInt(RunKey::revision);

    /** The run of a clearing. */
    static RunKey initial(String area, long periodStart) {
        return new RunKey(area, periodStart, SettlementRun.INITIAL, 0);
    }

    boolean isInitial() {
        return run == SettlementRun.INITIAL;
    }

    /** The run without its area and period, such as CORRECTION 2. */
    String name() {
        return run == SettlementRun.CORRECTION ? String.format(Locale.ROOT, "%s %d", run, revision) : run.name();
    }

    @Override
    public int compareTo(RunKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return area + ", period " + periodStart + ", " + name();
    }
}
