package io.gridclear.ops.cli;

import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.ops.clear.BookSummary;
import io.gridclear.ops.clear.OrderFileClearing;
import io.gridclear.ops.clear.OrderFileClearing.Outcome;
import io.gridclear.ops.clear.PendingFile;
import io.gridclear.ops.clear.Refusals;
import io.gridclear.ops.clear.TooLarge;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gridclear clear}: the kernel alone, from a file of orders to a file of trades. */
@Command(
        name = "clear",
        header = "Clears a file of orders by the two-stage auction; needs no broker.",
        descriptionHeading = "%nOrders:%n",
        description = {
            "  area,period_start,order_id,participant,side,quantity_wh,price,limit_price,revised_price",
            "One row an order, under this very header. period_start is in epoch ms, side is SELL or BUY, energy is in Wh, "
                    + "prices are in micro-currency per kWh; limit_price and revised_price (what the owner asks or bids "
                    + "in stage 2) may be empty. Areas and periods may come mixed, any number of them; the order of the "
                    + "rows is the log order within each. A byte-identical repeat of a row is accepted and changes "
                    + "nothing.",
            "Fields are plain, never quoted; ids have 1 to 128 bytes of UTF-8 without control characters; numbers are "
                    + "whole, without plus sign or leading zeros. Lines end with LF or CR LF; a byte order mark is "
                    + "skipped; an empty line is malformed. A file of the header alone gives no trades and is no error.",
            "",
            "Trades:",
            "  area,period_start,sequence,stage,sell_order_id,buy_order_id,quantity_wh,price,amount_nano",
            "By area in byte order, then period, then sequence; amounts in nano-currency. One line of totals a period "
                    + "goes to standard output, or to standard error when the trades go to standard output.",
            "",
            "A row that is malformed or that a market rule refuses is named by line with the reason (the first 100 of "
                    + "them). Then the exit code is 1 and nothing is written; a file of trades that was there stays "
                    + "as it was."
        },
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExample:%n",
        footer = "  gridclear clear orders.csv --out trades.csv --reference vwap")
final class ClearCommand implements Callable<Integer> {

    private static final String STANDARD_STREAM = "-";

    private final Terminal terminal;

    @Parameters(paramLabel = "ORDERS.csv", description = "Orders; - reads standard input.")
    private String orders = STANDARD_STREAM;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where the trades go; without it, or with -, to standard output.")
    private String out = STANDARD_STREAM;

    @Option(
            names = "--reference",
            paramLabel = "mean|vwap|anchored",
            converter = ReferenceName.class,
            description =
                    "Reference price: mean of the deal prices of stage 1 (default), their mean by volume, or that over "
                            + "all that could be dealt, the rest at the middle of the band.")
    private ReferencePriceRule reference = ReferencePriceRule.MEAN;

    @Option(
            names = "--feed-in",
            paramLabel = "N",
            defaultValue = "450000",
            description = "Feed-in tariff: lower end of the price band (default: ${DEFAULT-VALUE}).")
    private long feedIn;

    @Option(
            names = "--retail",
            paramLabel = "N",
            defaultValue = "670000",
            description = "Retail tariff: upper end of the price band (default: ${DEFAULT-VALUE}).")
    private long retail;

    @Option(
            names = "--tick",
            paramLabel = "N",
            defaultValue = "100",
            description = "Price step; even, and both tariffs are multiples of it (default: ${DEFAULT-VALUE}).")
    private long tick;

    ClearCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        OrderFileClearing clearing = new OrderFileClearing(terms());
        checkOut();
        try (InputStream input = openOrders()) {
            Outcome outcome = clearing.run(input, this::openTrades);
            if (outcome instanceof Outcome.Cleared cleared) {
                print(cleared.books());
                return ExitCode.OK;
            }
            print(((Outcome.Refused) outcome).refusals());
            return ExitCode.REFUSED;
        } catch (TooLarge e) {
            throw CommandFailure.environment(orders + " is too large: " + e.getMessage(), e);
        } catch (IOException e) {
            if (Terminal.isClosed(e)) {
                return ExitCode.OK;
            }
            throw CommandFailure.environment(IoFailure.of(e), e);
        }
    }

    private MarketTerms terms() {
        try {
            return MarketTerms.ofPrices(tick, feedIn, retail, reference);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(e.getMessage() + " (see --tick, --feed-in, --retail)");
        }
    }

    /** Finds out before any work whether the trades can go where they are to go. */
    private void checkOut() {
        if (out.equals(STANDARD_STREAM)) {
            return;
        }
        Path file = Path.of(out);
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage("--out " + out + " is a directory");
        }
        if (directory != null && !Files.isDirectory(directory)) {
            throw CommandFailure.usage("--out " + out + ": there is no directory " + directory);
        }
        if (isSameFile(file)) {
            throw CommandFailure.usage("--out " + out + " is the file of orders itself");
        }
    }

    private boolean isSameFile(Path file) {
        try {
            return !orders.equals(STANDARD_STREAM) && Files.exists(file) && Files.isSameFile(file, Path.of(orders));
        } catch (IOException e) {
            // orders that cannot be looked at are reported when they are opened
            return false;
        }
    }

    private InputStream openOrders() throws IOException {
        if (orders.equals(STANDARD_STREAM)) {
            return System.in;
        }
        Path file = Path.of(orders);
        if (!Files.exists(file)) {
            throw CommandFailure.usage(orders + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw CommandFailure.usage(orders + " is a directory");
        }
        return Files.newInputStream(file);
    }

    private PendingFile openTrades() throws IOException {
        if (out.equals(STANDARD_STREAM)) {
            return PendingFile.before(terminal.out());
        }
        Path file = Path.of(out);
        boolean device = Files.exists(file) && !Files.isRegularFile(file);
        return device ? PendingFile.before(Files.newOutputStream(file)) : PendingFile.inPlaceOf(file);
    }

    private void print(List<BookSummary> books) {
        // in one write: a file may hold a hundred thousand books
        String lines = books.stream().map(BookSummary::line).collect(Collectors.joining("\n"));
        if (books.isEmpty()) {
            return;
        }
        if (out.equals(STANDARD_STREAM)) {
            terminal.err().println(lines);
        } else {
            terminal.print(lines);
        }
    }

    private void print(Refusals refusals) {
        PrintStream err = terminal.err();
        for (Refusals.Refusal refusal : refusals.described()) {
            err.println(orders + ": line " + refusal.lineNumber() + ": " + refusal.reason() + ": " + refusal.detail());
        }
        long more = refusals.count() - refusals.described().size();
        if (more > 0) {
            err.println(orders + ": and " + more + " more");
        }
        String rows = refusals.count() == 1 ? "1 row is" : refusals.count() + " rows are";
        err.println("gridclear clear: " + rows + " refused, nothing was written");
    }
}
