package io.gridclear.market.delivery;

/**
 * Delivered energy of a usage point, given to its items in their order: firm ones by trade sequence, then curtailed parts by
 * trade sequence, then residuals. Each gets what it needs or what is left, never below 0.
 *
 * @param contract the items, summed up
 * @param deliveredWh delivered energy in the direction of their side, Wh; may be negative
 */
public record Allocation(Contract contract, long deliveredWh) {

    /** What a firm item of {@code wh} gets behind {@code before} Wh of firm items. */
    public long firmWh(long before, long wh) {
        return within(deliveredWh - before, wh);
    }

    /** What an open item of {@code wh} gets behind all firm items and {@code before} Wh of open ones. */
    public long openWh(long before, long wh) {
        return within(deliveredWh - contract.firmWh() - before, wh);
    }

    /** Energy beyond all items, Wh, &gt;= 0. */
    public long beyondWh() {
        return Math.max(0, deliveredWh - contract.contractedWh());
    }

    /** Energy that flowed against the direction of the side, Wh, &gt;= 0. */
    public long againstWh() {
        return Math.max(0, -deliveredWh);
    }

    private static long within(long leftWh, long wh) {
        return Math.max(0, Math.min(leftWh, wh));
    }
}
