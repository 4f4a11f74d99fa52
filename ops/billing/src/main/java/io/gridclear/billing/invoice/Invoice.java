package io.gridclear.billing.invoice;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bill of a participant for a local day, in one currency: what the ledger has made FINAL and no invoice has billed yet,
 * and what has changed since an invoice billed it.
 *
 * @param participant whom it is for
 * @param day local settlement date
 * @param currency ISO 4217
 * @param number number among the invoices of this participant, day and currency, from 1
 * @param isIssued whether it is issued, or what the next one would be
 * @param items lines that were never billed, by group
 * @param corrections changes of lines that were billed before, by group
 * @param billedBefore what earlier invoices came to, as it was billed
 * @param open lines that may not be billed yet: no FINAL receipt
 * @param receipts billable lines of the day, all of which have a FINAL receipt
 */
public record Invoice(
        String participant,
        LocalDate day,
        String currency,
        int number,
        boolean isIssued,
        SortedMap<InvoiceGroup, InvoiceTotal> items,
        SortedMap<InvoiceGroup, InvoiceTotal> corrections,
        InvoiceTotal billedBefore,
        InvoiceTotal open,
        long receipts) {

    public Invoice {
        items = Collections.unmodifiableSortedMap(new TreeMap<>(items));
        corrections = Collections.unmodifiableSortedMap(new TreeMap<>(corrections));
    }

    /** All that it bills. The total is rounded from the exact sum, not summed up from rounded parts. */
    public InvoiceTotal total() {
        return sum(items).plus(sum(corrections));
    }

    /** Whether there is nothing to bill. */
    public boolean isEmpty() {
        return items.isEmpty() && corrections.isEmpty();
    }

    private static InvoiceTotal sum(Map<InvoiceGroup, InvoiceTotal> groups) {
        return groups.values().stream().reduce(InvoiceTotal.NONE, InvoiceTotal::plus);
    }
}
