package io.gridclear.ops.demo;

import java.util.List;
import java.util.Map;

/**
 * What billing came to.
 *
 * @param rows settlement lines in the database
 * @param runs runs that were reconciled
 * @param proved lines that were proved by the receipts in the database
 * @param holds whether the database is what operator and ledger say
 * @param failures what differs
 */
record BillingFigures(long rows, long runs, long proved, boolean holds, List<String> failures) {

    BillingFigures {
        failures = List.copyOf(failures);
    }

    /** Adds the figures under the names of the JSON file. */
    void addTo(Map<String, Object> json) {
        json.put("billingRows", rows);
    }

    /** The figures' row of the table. */
    List<String> table() {
        return DemoText.text(
                "rows in the billing database",
                rows + " of " + runs + " runs, " + (holds ? "reconciled" : "NOT reconciled") + "; " + proved
                        + " proved by receipts");
    }
}
