package io.gridclear.market.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.auction.Book;
import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.auction.TwoStageAuction;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders in, trades and totals out, to the byte. */
class GoldenFilesTest {

    private static final String TRADES_HEADER =
            "area,period_start,sequence,stage,sell_order_id,buy_order_id,quantity_wh,price,amount_nano\n";

    /** A row area,period_start,order_id,participant,side,quantity_wh,price,limit_price,revised_price. */
    private record Row(
            String book, String orderId, Side side, long quantityWh, long price, long limit, String revisedPrice) {

        static Row parse(String line) {
            String[] cells = line.split(",", -1);
            long price = Long.parseLong(cells[6]);
            return new Row(
                    cells[0] + "," + cells[1],
                    cells[2],
                    Side.valueOf(cells[4]),
                    Long.parseLong(cells[5]),
                    price,
                    cells[7].isEmpty() ? OrderRequest.NO_LIMIT : Long.parseLong(cells[7]),
                    cells[8]);
        }
    }

    /** What a file of orders comes to, as text. */
    private static final class Result {
        private final MarketTerms terms;
        private final StringBuilder trades = new StringBuilder(TRADES_HEADER);
        private final StringBuilder summary = new StringBuilder();

        private Result(String ordersFile, ReferencePriceRule rule) throws IOException {
            terms = MarketTerms.ofPrices(100, 450_000, 670_000, rule);
            Map<String, List<Row>> books = GoldenFolder.read(ordersFile)
                    .lines()
                    .skip(1)
                    .map(Row::parse)
                    .collect(Collectors.groupingBy(Row::book, LinkedHashMap::new, Collectors.toList()));
            books.forEach(this::clear);
        }

        private void clear(String name, List<Row> rows) {
            Book book = new Book(terms, rows.size());
            for (Row row : rows) {
                int ordinal = book.add(row.side(), row.quantityWh(), row.price(), row.limit());
                if (!row.revisedPrice().isEmpty()) {
                    book.revise(row.side(), ordinal, Long.parseLong(row.revisedPrice()));
                }
            }
            List<String> lines = new ArrayList<>();
            TwoStageAuction.TradeSink sink =
                    (stage, sell, buy, quantityWh, price) -> lines.add("%s,%d,%d,%s,%s,%d,%d,%d\n"
                            .formatted(
                                    name,
                                    lines.size(),
                                    stage,
                                    rows.get(sell).orderId(),
                                    rows.get(buy).orderId(),
                                    quantityWh,
                                    price,
                                    quantityWh * price));
            TwoStageAuction auction = new TwoStageAuction(book);
            DealTotals stage1 = auction.runStage1(sink);
            DealTotals stage2 = auction.runStage2(sink);
            lines.forEach(trades::append);
            summary.append(
                    "%s: orders %d trades %d stage1_wh %d stage2_wh %d pa %d unmatched_sell %d unmatched_buy %d\n"
                            .formatted(
                                    name,
                                    rows.size(),
                                    lines.size(),
                                    stage1.energyWh(),
                                    stage2.energyWh(),
                                    auction.referencePrice(),
                                    leftWh(book, rows, Side.SELL),
                                    leftWh(book, rows, Side.BUY)));
        }

        private static long leftWh(Book book, List<Row> rows, Side side) {
            long left = 0;
            for (int i = 0; i < rows.size(); i++) {
                left += rows.get(i).side() == side ? book.remainingWh(side, i) : 0;
            }
            return left;
        }
    }

    @ParameterizedTest(name = "{0} gives {2}")
    @CsvSource({
        "orders_zi_2d.csv, MEAN, trades_zi_2d_mean.csv",
        "orders_zi_2d.csv, VOLUME_WEIGHTED, trades_zi_2d_vwap.csv",
        "orders_shaded_2d.csv, MEAN, trades_shaded_2d_mean.csv",
    })
    void tradesComeOutToTheByte(String orders, ReferencePriceRule rule, String trades) throws IOException {
        assertThat(new Result(orders, rule).trades.toString()).isEqualTo(GoldenFolder.read(trades));
    }

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource({
        "orders_zi_2d.csv, summary_zi_2d_mean.txt",
        "orders_shaded_2d.csv, summary_shaded_2d_mean.txt",
    })
    void totalsComeOutLineByLine(String orders, String summary) throws IOException {
        assertThat(new Result(orders, ReferencePriceRule.MEAN).summary.toString())
                .isEqualTo(GoldenFolder.read(summary));
    }

    @Test
    void theTwoReferencePricesDiffer() throws IOException {
        assertThat(GoldenFolder.read("trades_zi_2d_mean.csv")).isNotEqualTo(GoldenFolder.read("trades_zi_2d_vwap.csv"));
    }
}
