package io.gridclear.ops.demo;

import org.jspecify.annotations.Nullable;

/**
 * Whether and where a demonstration bills.
 *
 * @param isWanted whether it bills
 * @param url JDBC URL of somebody's own database, or null for one that is started and thrown away
 */
public record BillingChoice(boolean isWanted, @Nullable String url) {

    /** A database of the demonstration's own. */
    public static final BillingChoice EMBEDDED = new BillingChoice(true, null);

    /** No billing. */
    public static final BillingChoice NONE = new BillingChoice(false, null);
}
