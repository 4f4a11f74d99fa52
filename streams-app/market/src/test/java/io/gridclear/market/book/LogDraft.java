package io.gridclear.market.book;

import io.gridclear.market.rules.Charges;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.ArrayList;
import java.util.List;

/** Writes a log of one area and period, numbering its entries. */
public final class LogDraft {

    /** The default terms. */
    public static final MarketTerms TERMS = new MarketTerms(
            900_000,
            900_000,
            300_000,
            100,
            450_000,
            670_000,
            ReferencePriceRule.MEAN,
            1_000_000_000,
            "grid",
            "EUR",
            "Europe/Vienna");

    /** The same with a fee, a spread and a tax. */
    public static final MarketTerms CHARGED = TERMS.withCharges(new Charges(30_000, 5_000, 20_500));

    /** Area of the stories. */
    public static final String AREA = "feeder-7";

    /** Period of the stories. */
    public static final long PERIOD = 1_800_000_000_000L;

    private final List<BookEntry> entries = new ArrayList<>();

    /** A log that opens with the default terms. */
    public static LogDraft open() {
        return open(TERMS);
    }

    /** A log that opens with these terms. */
    public static LogDraft open(MarketTerms terms) {
        LogDraft log = new LogDraft();
        return log.add(new BookEntry.PeriodOpened(log.next(), terms));
    }

    /** Orders, revisions, cancellations. */
    public LogDraft enter(OrderDraft... orders) {
        for (OrderDraft order : orders) {
            add(new BookEntry.OrderEntered(next(), order.order()));
        }
        return this;
    }

    /** The tick that ends submission. */
    public LogDraft gate() {
        return add(new BookEntry.GateClosed(next()));
    }

    /** Re-quotes. */
    public LogDraft requote(OrderDraft... orders) {
        for (OrderDraft order : orders) {
            add(new BookEntry.OrderRequoted(next(), order.order()));
        }
        return this;
    }

    /** The tick that ends the re-quote window. */
    public LogDraft close() {
        return add(new BookEntry.RequoteClosed(next()));
    }

    /** Any entry. */
    public LogDraft add(BookEntry entry) {
        entries.add(entry);
        return this;
    }

    /** Where the next entry stands. */
    public BookEntry.Position next() {
        return new BookEntry.Position(AREA, PERIOD, entries.size(), PERIOD - 2_000_000 + entries.size());
    }

    /** The entries so far. */
    public List<BookEntry> entries() {
        return List.copyOf(entries);
    }
}
