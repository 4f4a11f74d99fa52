package io.gridclear.ops.cli;

import io.gridclear.billing.invoice.Invoice;
import io.gridclear.billing.invoice.InvoiceText;
import io.gridclear.billing.invoice.Invoicing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gridclear bill}: an invoice from the billing database. */
@Command(
        name = "bill",
        header = "Prints the bill of a participant for a local day.",
        description = {
            "Bills lines that the ledger has made FINAL, in their latest FINAL version, by charge and other party. What an "
                    + "issued invoice has billed already comes again only where a later run has changed it, as a correction: "
                    + "the change against what was billed.",
            "Without --issue it is a draft and nothing is remembered. Each amount is its own exact sum, rounded half-up to "
                    + "hundredths of the currency; the exact sum stands beside it. No VAT."
        },
        footerHeading = "%nExample:%n",
        footer = "  gridclear bill --participant owner-000015 --day 2026-11-28 --issue")
final class BillCommand implements Callable<Integer>, WritesLog {

    /** How a bill is printed. */
    private enum Format {
        TEXT,
        CSV
    }

    private final Terminal terminal;

    @Mixin
    private final DatabaseAccess access = new DatabaseAccess();

    @Option(names = "--participant", paramLabel = "ID", required = true, description = "Whose bill.")
    private String participant = "";

    @Option(
            names = "--day",
            paramLabel = "DATE",
            required = true,
            description = "Local day of delivery, as 2026-11-28.")
    private LocalDate day = LocalDate.EPOCH;

    @Option(names = "--format", paramLabel = "text|csv", defaultValue = "text", description = "text (default) or csv.")
    private Format format = Format.TEXT;

    @Option(names = "--issue", description = "Issues the invoice: what it bills is not billed again.")
    private boolean issue;

    BillCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Invoice> invoices;
        try (Connection connection = access.connect()) {
            invoices = new Invoicing(connection).next(participant, day, issue);
        } catch (SQLException e) {
            throw DatabaseAccess.failed(e);
        }
        if (invoices.isEmpty()) {
            throw CommandFailure.refused("there is nothing to bill " + participant + " for on " + day);
        }
        if (format == Format.CSV) {
            terminal.print(InvoiceText.CSV_HEADER);
            invoices.forEach(invoice -> InvoiceText.csv(invoice).forEach(terminal::print));
        } else {
            invoices.forEach(invoice -> InvoiceText.text(invoice).forEach(terminal::print));
        }
        return ExitCode.OK;
    }
}
