package io.gridclear.billing.invoice;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Invoices for people, and as comma-separated values. Amounts are positive where the participant is owed. */
public final class InvoiceText {

    /** First line of the comma-separated form. */
    public static final String CSV_HEADER =
            "participant,day,currency,invoice,section,group,lines,estimated_lines,energy_kwh,amount,amount_exact";

    private static final String ROW = "%-34s %7s %14s %14s %22s";

    private InvoiceText() {}

    /** An invoice in columns. */
    public static List<String> text(Invoice invoice) {
        List<String> out = new ArrayList<>();
        out.add((invoice.isIssued() ? "Invoice " : "Draft of invoice ") + invoice.number() + " for "
                + invoice.participant() + ", delivery of " + invoice.day() + ", in " + invoice.currency());
        out.add("");
        out.add(row("", "lines", "kWh", "amount", "exact"));
        invoice.items().forEach((group, total) -> out.add(row(group.words(), total)));
        if (!invoice.corrections().isEmpty()) {
            out.add("");
            out.add("corrections: the change against what was billed before");
            invoice.corrections().forEach((group, total) -> out.add(row(group.words(), total)));
        }
        InvoiceTotal total = invoice.total();
        out.add("");
        out.add(row(
                total.balanceNano().signum() < 0 ? "to pay" : "to be paid out",
                Long.toString(total.lines()),
                "",
                total.rounded().toPlainString(),
                total.exact().toPlainString()));
        out.add("");
        out.add("A minus is what " + invoice.participant()
                + " owes. Each amount is its own exact sum, rounded half-up to");
        out.add("hundredths; nothing is rounded before, and rounded amounts are never added up.");
        long estimated = total.estimated();
        if (estimated > 0) {
            out.add(estimated + " of " + total.lines() + " lines rest on estimated readings (marked *).");
        }
        if (invoice.billedBefore().lines() > 0) {
            out.add("Billed before: " + invoice.billedBefore().exact().toPlainString() + " by " + (invoice.number() - 1)
                    + (invoice.number() == 2 ? " invoice." : " invoices."));
        }
        out.add("Receipts: all " + invoice.receipts()
                + " lines of the day that can be billed stand under a FINAL outcome of the ledger.");
        if (invoice.open().lines() > 0) {
            out.add("Not billed: " + invoice.open().lines() + " lines ("
                    + invoice.open().exact().toPlainString() + ") that the ledger has not made FINAL.");
        }
        return out;
    }

    private static String row(String name, InvoiceTotal total) {
        return row(
                name + (total.estimated() > 0 ? " *" : ""),
                Long.toString(total.lines()),
                total.energyKwh().toPlainString(),
                total.rounded().toPlainString(),
                total.exact().toPlainString());
    }

    private static String row(String name, String lines, String energy, String amount, String exact) {
        return String.format(Locale.ROOT, ROW, name, lines, energy, amount, exact);
    }

    /** An invoice as rows under {@link #CSV_HEADER}: a group each, then the total. */
    public static List<String> csv(Invoice invoice) {
        List<String> out = new ArrayList<>();
        for (Map.Entry<InvoiceGroup, InvoiceTotal> item : invoice.items().entrySet()) {
            out.add(csv(invoice, "ITEM", item.getKey().name(), item.getValue()));
        }
        for (Map.Entry<InvoiceGroup, InvoiceTotal> item : invoice.corrections().entrySet()) {
            out.add(csv(invoice, "CORRECTION", item.getKey().name(), item.getValue()));
        }
        InvoiceTotal total = invoice.total();
        out.add(String.join(
                ",",
                head(invoice),
                "TOTAL,",
                Long.toString(total.lines()),
                Long.toString(total.estimated()),
                "",
                total.rounded().toPlainString(),
                total.exact().toPlainString()));
        if (invoice.open().lines() > 0) {
            out.add(csv(invoice, "NOT_BILLED", "", invoice.open()));
        }
        return out;
    }

    private static String csv(Invoice invoice, String section, String group, InvoiceTotal total) {
        return String.join(
                ",",
                head(invoice),
                section,
                group,
                Long.toString(total.lines()),
                Long.toString(total.estimated()),
                total.energyKwh().toPlainString(),
                total.rounded().toPlainString(),
                total.exact().toPlainString());
    }

    private static String head(Invoice invoice) {
        return String.join(
                ",",
                quoted(invoice.participant()),
                invoice.day().toString(),
                invoice.currency(),
                Integer.toString(invoice.number()));
    }

    /** As RFC 4180 has it. */
    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
