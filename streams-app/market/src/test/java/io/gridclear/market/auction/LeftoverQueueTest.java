package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.twin.BookShape;
import io.gridclear.market.twin.RandomBook;
import io.gridclear.market.twin.SlowAuction;
import io.gridclear.market.twin.TwinOrder;
import io.gridclear.market.twin.TwinTrade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Stage 2 from a store's scan: filled by price, matched by the stage's own prices and by position. */
class LeftoverQueueTest {

    private static final MarketTerms TERMS = MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN);

    private static final String BOOK = "feeder-7, period 1800000000000";

    /** Positions in the log have gaps and grow beyond what one counting pass orders. */
    private static final int POSITION_STEP = 40_009;

    @ParameterizedTest
    @EnumSource
    void stage2ComesOutAsTheSlowTwinSays(BookShape shape) {
        for (long seed = 1_000; seed < 1_150; seed++) {
            RandomBook book = RandomBook.upTo(200, shape, seed);
            SlowAuction.Result expected = SlowAuction.run(book.terms(), book.orders());
            long[] leftWh = leftAfterStage1(book, expected);
            List<Integer> sells = scan(book, Side.SELL, leftWh);
            List<Integer> buys = scan(book, Side.BUY, leftWh);
            LeftoverQueue sellQueue = fill(book, Side.SELL, sells, leftWh, expected.referencePrice());
            LeftoverQueue buyQueue = fill(book, Side.BUY, buys, leftWh, expected.referencePrice());
            List<TwinTrade> trades = new ArrayList<>();
            Matching.run(
                    BOOK,
                    sellQueue,
                    buyQueue,
                    Long.MAX_VALUE,
                    (quantityWh, price) -> trades.add(new TwinTrade(
                            2, sells.get(sellQueue.headIndex()), buys.get(buyQueue.headIndex()), quantityWh, price)));
            assertThat(trades)
                    .as("%s", book)
                    .isEqualTo(expected.trades().stream()
                            .filter(trade -> trade.stage() == 2)
                            .toList());
            for (int i = 0; i < sells.size(); i++) {
                assertThat(sellQueue.leftWh(i))
                        .as("%s", book)
                        .isEqualTo(expected.leftWh().get(sells.get(i)));
                assertThat(sellQueue.quote(i))
                        .isEqualTo(book.orders().get(sells.get(i)).quote());
                assertThat(sellQueue.position(i)).isEqualTo((long) POSITION_STEP * sells.get(i));
            }
        }
    }

    private static long[] leftAfterStage1(RandomBook book, SlowAuction.Result result) {
        long[] left = book.orders().stream().mapToLong(TwinOrder::quantityWh).toArray();
        for (TwinTrade trade : result.trades()) {
            if (trade.stage() == 1) {
                left[trade.sell()] -= trade.quantityWh();
                left[trade.buy()] -= trade.quantityWh();
            }
        }
        return left;
    }

    /** Orders of a side that something is left of, as a store's keys sort them: by quote, then by position. */
    private static List<Integer> scan(RandomBook book, Side side, long[] leftWh) {
        Comparator<Integer> byQuote =
                Comparator.comparing(i -> book.orders().get(i).quote());
        return IntStream.range(0, leftWh.length)
                .filter(i -> book.orders().get(i).side() == side && leftWh[i] > 0)
                .boxed()
                .sorted((side == Side.SELL ? byQuote : byQuote.reversed()).thenComparing(i -> i))
                .toList();
    }

    private static LeftoverQueue fill(
            RandomBook book, Side side, List<Integer> scan, long[] leftWh, long referencePrice) {
        LeftoverQueue queue = new LeftoverQueue(BOOK, side, book.terms(), referencePrice);
        for (int i : scan) {
            TwinOrder order = book.orders().get(i);
            queue.add(
                    order.quote(),
                    order.limitPrice(),
                    order.isRevised() ? order.revisedPrice() : LeftoverQueue.NOT_REVISED,
                    (long) POSITION_STEP * i,
                    leftWh[i]);
        }
        queue.seal();
        assertThat(queue.size()).isEqualTo(scan.size());
        return queue;
    }

    @Test
    void anEmptyQueueIsEmpty() {
        LeftoverQueue queue = new LeftoverQueue(BOOK, Side.SELL, TERMS, 560_000);
        queue.seal();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void anOrderOfWhichNothingIsLeftHasNoPlaceHere() {
        LeftoverQueue queue = new LeftoverQueue(BOOK, Side.SELL, TERMS, 560_000);
        assertThatThrownBy(() -> queue.add(500_000, 500_000, LeftoverQueue.NOT_REVISED, 1, 0))
                .isInstanceOf(InvariantViolation.class);
    }

    @ParameterizedTest(name = "{0} quoted {1}, limit {2}, revised {3}: stands at {4}, limit {5}")
    @CsvSource({
        // not revised: moved to Pa within the limit, and nowhere without one
        "SELL, 600000, -1, -1, 600000, 600000",
        "SELL, 600000, 600000, -1, 600000, 600000",
        "SELL, 600000, 500000, -1, 560000, 500000",
        "BUY, 500000, -1, -1, 500000, 500000",
        "BUY, 500000, 620000, -1, 560000, 620000",
        // revised without a limit: the new quote is the new limit
        "SELL, 600000, -1, 450000, 450000, 450000",
        "BUY, 500000, -1, 670000, 670000, 670000",
        "SELL, 600000, -1, 670000, 670000, 670000",
        // revised to the limit, and away from it
        "SELL, 600000, 600000, 600000, 600000, 600000",
        "SELL, 600000, 600000, 600100, 600100, 600000",
        "BUY, 500000, 500000, 500000, 500000, 500000",
        "BUY, 500000, 500000, 499900, 499900, 500000",
    })
    void standsAtThePriceAndLimitThatTheRulesGive(
            Side side, long quote, long limitPrice, long revised, long price, long limit) {
        LeftoverQueue queue = new LeftoverQueue(BOOK, side, TERMS, 560_000);
        queue.add(quote, limitPrice, revised, 3, 10);
        queue.seal();
        assertThat(queue.headPrice()).isEqualTo(price);
        assertThat(queue.headLimit()).isEqualTo(limit);
        assertThat(queue.headPosition()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0} quoted {1}, limit {2}, revised {3}")
    @CsvSource({
        // a limit that equals the quote binds like any other
        "SELL, 600000, 600000, 599900",
        "BUY, 500000, 500000, 500100",
        "SELL, 600000, 500000, 499900",
        "BUY, 500000, 620000, 620100",
        "SELL, 600000, 600100, -1",
        "BUY, 500000, 499900, -1",
    })
    void nothingStandsBeyondItsLimit(Side side, long quote, long limitPrice, long revised) {
        LeftoverQueue queue = new LeftoverQueue(BOOK, side, TERMS, 560_000);
        assertThatThrownBy(() -> queue.add(quote, limitPrice, revised, 3, 10))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("order 3 (" + side + ") stands at ")
                .hasMessageContaining("beyond its limit " + limitPrice)
                .hasMessageContaining(BOOK);
        assertThat(queue.size()).isZero();
    }
}
