package io.gridclear.market.delivery;

/**
 * What a usage point's readings say of one period.
 *
 * @param importWh taken from the feeder, Wh, &gt;= 0
 * @param exportWh given to the feeder, Wh, &gt;= 0
 * @param coveredMs how much of the period readings cover, ms, &gt;= 0
 * @param estimated whether any of them is an estimate
 */
public record MeteredEnergy(long importWh, long exportWh, long coveredMs, boolean estimated) {

    /** No reading. */
    public static final MeteredEnergy MISSING = new MeteredEnergy(0, 0, 0, false);

    public MeteredEnergy {
        if (importWh < 0 || exportWh < 0 || coveredMs < 0) {
            throw new IllegalArgumentException(
                    "metered energy is >= 0: " + importWh + " and " + exportWh + " Wh over " + coveredMs + " ms");
        }
    }

    /** Export less import, Wh: fits, as both are &gt;= 0. */
    public long netExportWh() {
        return exportWh - importWh;
    }
}
