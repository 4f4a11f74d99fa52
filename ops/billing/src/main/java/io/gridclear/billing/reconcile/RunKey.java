package io.gridclear.billing.reconcile;

import java.time.Instant;

/**
 * Names one run of an area and period.
 *
 * @param area the area
 * @param periodStart start of delivery
 * @param runOrder INITIAL 0, METERED 1, correction r 1 + r
 */
public record RunKey(String area, Instant periodStart, int runOrder) {

    /** The run that a later run replaces. */
    RunKey before() {
        return new RunKey(area, periodStart, runOrder - 1);
    }

    /** The run that all of its period begin with. */
    RunKey initial() {
        return new RunKey(area, periodStart, 0);
    }

    /** The run as people call it. */
    public String run() {
        return switch (runOrder) {
            case 0 -> "INITIAL";
            case 1 -> "METERED";
            default -> "CORRECTION " + (runOrder - 1);
        };
    }

    @Override
    public String toString() {
        return area + " " + periodStart + " " + run();
    }
}
