package io.gridclear.ops.trace;

import io.gridclear.schemas.avro.SettlementLine;
import java.time.Instant;

/** An area and period: what nearly all records of a trace have in common. */
record PeriodKey(String area, Instant start, Instant end) {

    static PeriodKey of(SettlementLine line) {
        return new PeriodKey(line.getAreaMrid(), line.getPeriodStart(), line.getPeriodEnd());
    }

    boolean isOf(String areaMrid, Instant periodStart) {
        return area.equals(areaMrid) && start.equals(periodStart);
    }

    /** Whether an interval and the period have a time in common. */
    boolean overlaps(Instant from, Instant to) {
        return from.isBefore(end) && to.isAfter(start);
    }
}
