package io.gridclear.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.auction.Book;
import io.gridclear.market.auction.TwoStageAuction;
import io.gridclear.market.order.Side;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two programs that are timed against each other must do the same work. */
class PriorityQueueAuctionTest {

    @ParameterizedTest
    @EnumSource
    void makesTheTradesThatTheKernelMakes(ZeroIntelligenceOrders.Limits limits) {
        for (int size : new int[] {1, 2, 999, 5_000}) {
            ZeroIntelligenceOrders orders = new ZeroIntelligenceOrders(size, limits, size);
            TradeChecksum kernel = new TradeChecksum();
            TwoStageAuction auction = new TwoStageAuction(orders.book());
            auction.runStage1(kernel);
            auction.runStage2(kernel);
            TradeChecksum baseline = new TradeChecksum();
            long reference = new PriorityQueueAuction(orders).run(baseline);
            assertThat(baseline.trades()).as("%d orders", size).isEqualTo(kernel.trades());
            assertThat(baseline.checksum()).as("%d orders", size).isEqualTo(kernel.checksum());
            assertThat(reference).isEqualTo(auction.referencePrice());
        }
    }

    @ParameterizedTest
    @EnumSource
    void halfOfTheOrdersAreSellsAndMostOfAllTrade(ZeroIntelligenceOrders.Limits limits) {
        ZeroIntelligenceOrders orders = new ZeroIntelligenceOrders(10_000, limits, 7);
        Book book = orders.book();
        assertThat(book.size(Side.SELL)).isEqualTo(5_000).isEqualTo(book.size(Side.BUY));
        TradeChecksum trades = new TradeChecksum();
        TwoStageAuction auction = new TwoStageAuction(book);
        long stage1 = auction.runStage1(trades).count();
        long stage2 = auction.runStage2(trades).count();
        assertThat(stage1).isGreaterThan(4_000);
        assertThat(stage2).isGreaterThan(2_000);
        assertThat(trades.trades()).isEqualTo(stage1 + stage2);
    }
}
