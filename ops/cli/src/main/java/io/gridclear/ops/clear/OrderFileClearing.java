package io.gridclear.ops.clear;

import io.gridclear.market.auction.Book;
import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.auction.TwoStageAuction;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Clears a file of orders: reads all of it, and only when no row is refused runs every book and writes the trades. */
public final class OrderFileClearing {

    /** First line of a file of orders. */
    public static final String ORDERS_HEADER = OrderRow.HEADER;

    /** First line of a file of trades. */
    public static final String TRADES_HEADER = TradeFileWriter.HEADER;

    /** How it ended. */
    public sealed interface Outcome {

        /**
         * Every row was accepted and the trades are written.
         *
         * @param books one summary a book, by area in byte order, then by period
         */
        record Cleared(List<BookSummary> books) implements Outcome {}

        /**
         * Rows were refused and nothing was written.
         *
         * @param refusals which rows, and why
         */
        record Refused(Refusals refusals) implements Outcome {}
    }

    /** Opens the output, once it is known that there will be one. */
    public interface Destination {

        /** The output, empty. */
        PendingFile open() throws IOException;
    }

    private final MarketTerms terms;

    public OrderFileClearing(MarketTerms terms) {
        this.terms = terms;
    }

    /**
     * Clears the orders.
     *
     * @param orders rows under the header {@link #ORDERS_HEADER}; file order is log order within an area and period
     * @param destination where the trades go, by area in byte order, then period, then sequence
     * @throws IOException when orders cannot be read or trades cannot be written
     * @throws TooLarge when the file does not fit the arrays
     */
    public Outcome run(InputStream orders, Destination destination) throws IOException {
        OrderIntake intake = new OrderIntake(terms);
        Refusals refusals = OrderFileReader.read(orders, intake);
        if (refusals.count() > 0) {
            return new Outcome.Refused(refusals);
        }
        try (PendingFile file = destination.open()) {
            ByteOutput output = new ByteOutput(file.stream());
            List<BookSummary> books = clear(intake, output);
            output.flush();
            file.commit();
            return new Outcome.Cleared(books);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private List<BookSummary> clear(OrderIntake intake, ByteOutput output) {
        OrderKeys keys = intake.keys();
        int[] starts = new int[keys.books() + 1];
        int[] ordersByBook = keys.ordersByBook(starts);
        TradeFileWriter trades = new TradeFileWriter(keys, ordersByBook, output);
        List<BookSummary> summaries = new ArrayList<>(keys.books());
        for (int book : keys.booksInOrder()) {
            trades.begin(book, starts[book]);
            Book orders = fill(intake, ordersByBook, starts[book], starts[book + 1]);
            TwoStageAuction auction = new TwoStageAuction(orders);
            DealTotals stage1 = auction.runStage1(trades);
            DealTotals stage2 = auction.runStage2(trades);
            long tradedWh = stage1.energyWh() + stage2.energyWh();
            summaries.add(new BookSummary(
                    keys.area(book),
                    keys.periodStart(book),
                    orders.size(),
                    stage1.count() + stage2.count(),
                    stage1.energyWh(),
                    stage2.energyWh(),
                    auction.referencePrice(),
                    orders.totalWh(Side.SELL) - tradedWh,
                    orders.totalWh(Side.BUY) - tradedWh));
        }
        return summaries;
    }

    /** The book of ordersByBook[start, end), revised prices included: whose price was revised is known beforehand. */
    private Book fill(OrderIntake intake, int[] ordersByBook, int start, int end) {
        AcceptedOrders accepted = intake.orders();
        Book book = new Book(terms, (end - start) / 2);
        for (int i = start; i < end; i++) {
            int order = ordersByBook[i];
            Side side = accepted.sideOfOrders(intake.keys().participantOf(order));
            long quote = accepted.price(order);
            int ordinal = book.add(side, accepted.quantityWh(order), quote, accepted.limitPrice(order));
            if (accepted.revisedPrice(order) != OrderRequest.NO_LIMIT) {
                book.revise(side, ordinal, accepted.revisedPrice(order));
            }
        }
        return book;
    }
}
