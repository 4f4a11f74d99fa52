package io.gridclear.topology.metering;

/**
 * Readings of a usage point that have come and are not folded yet.
 *
 * @param point the usage point
 * @param periodStart the period that they end in, epoch ms
 * @param dueAt when they are folded, by the application's clock, epoch ms
 * @param from start of the earliest, epoch ms
 * @param to end of the latest, epoch ms
 * @param hasRegisters whether one of them has registers, or replaces one that had
 * @param area the usage point's area as the latest came
 * @param participant its owner
 */
record Unsettled(
        String point,
        long periodStart,
        long dueAt,
        long from,
        long to,
        boolean hasRegisters,
        String area,
        String participant) {

    /** One with the readings of both, due as the earlier one was. */
    Unsettled and(Unsettled later) {
        return new Unsettled(
                point,
                periodStart,
                dueAt,
                Math.min(from, later.from),
                Math.max(to, later.to),
                hasRegisters || later.hasRegisters,
                later.area,
                later.participant);
    }
}
