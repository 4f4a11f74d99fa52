package io.gridclear.topology.clearing;

/**
 * How much one step of a clearing may do.
 *
 * @param deals deals or residuals, &gt; 0
 * @param ordersRead orders read or skipped, &gt; 0
 * @param purged orders deleted, &gt; 0
 */
public record StepLimits(int deals, int ordersRead, int purged) {

    /**
     * A deal makes up to five records, a thousand of them keep the producer busy for some tens of milliseconds; a scan
     * reads about a million orders a second, and a delete costs what a write costs.
     */
    public static final StepLimits STANDARD = new StepLimits(1_000, 20_000, 2_000);

    public StepLimits {
        if (deals <= 0 || ordersRead <= 0 || purged <= 0) {
            throw new IllegalArgumentException(
                    "a step must do something: " + deals + " deals, " + ordersRead + " read, " + purged + " purged");
        }
    }
}
