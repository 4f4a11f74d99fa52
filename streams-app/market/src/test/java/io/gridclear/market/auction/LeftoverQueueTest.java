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
import org.junit.jupiter.params.provider.EnumSource;

/** Stage 2 from a store's scan: filled by price, matched by the stage's own prices and by position. */
class LeftoverQueueTest {

    private static final MarketTerms TERMS = MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN);

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
        LeftoverQueue queue = new LeftoverQueue(side, book.terms(), referencePrice);
        for (int i : scan) {
            TwinOrder order = book.orders().get(i);
            queue.add(
                    order.quote(),
                    order.bindingLimit(),
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
        LeftoverQueue queue = new LeftoverQueue(Side.SELL, TERMS, 560_000);
        queue.seal();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void anOrderOfWhichNothingIsLeftHasNoPlaceHere() {
        LeftoverQueue queue = new LeftoverQueue(Side.SELL, TERMS, 560_000);
        assertThatThrownBy(() -> queue.add(500_000, 500_000, LeftoverQueue.NOT_REVISED, 1, 0))
                .isInstanceOf(InvariantViolation.class);
    }
}
