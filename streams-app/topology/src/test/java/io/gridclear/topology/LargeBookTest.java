package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.topology.book.OrderQueueStore;
import io.gridclear.topology.clearing.StepLimits;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A book of many orders, on RocksDB, cleared in steps of the usual size. */
class LargeBookTest {

    private static final int ORDERS = 30_000;

    @TempDir
    Path directory;

    private static Bid order(int number, Side side, long price, long quantityWh) {
        return MarketDriver.bid("point-" + number, side, price, bid -> bid.setQuantityWh(quantityWh));
    }

    private static void runTo(BookTask task, long time) {
        task.advance(time - task.now());
    }

    @Test
    void aLargeBookIsClearedInStepsAndTheNextPeriodTakesOrdersBetweenThem() {
        Random random = new Random(ORDERS);
        try (BookTask task = new BookTask(MarketDriver.BEGIN, StepLimits.STANDARD, TaskDisk.rocksDb(directory))) {
            task.configure(MarketDriver.area());
            for (int number = 0; number < ORDERS; number++) {
                boolean sells = number % 2 == 0;
                long price = (sells ? 540_000 : 510_000) + 100L * random.nextInt(600);
                Bid order = order(number, sells ? Side.SELL : Side.BUY, price, 1 + random.nextInt(2_000));
                if (number % 3 == 0) {
                    order.setLimitPrice(sells ? price - 30_000 : price + 30_000);
                }
                task.route(order, MarketDriver.AREA, "owner-" + number);
            }
            task.processAll();
            runTo(task, MarketDriver.GATE);
            task.commit();
            int turns = 0;
            int trades = task.published().of(TopicCatalogue.TRADES).size();
            int largestTurn = trades;
            while (task.published().of(TopicCatalogue.CLEARINGS).isEmpty()) {
                assertThat(turns++).as("turns").isLessThan(1_000);
                Bid next = order(0, Side.SELL, 500_000, 10);
                next.setOrderId("next-" + turns);
                next.setPeriodStart(Instant.ofEpochMilli(MarketDriver.PERIOD + MarketDriver.PERIOD_MS));
                task.route(next, MarketDriver.AREA, "owner-0");
                task.processAll();
                // on in small turns, but at once to the end of the window
                boolean waits = task.now() < MarketDriver.WINDOW_END
                        && !task.published().of(TopicCatalogue.REFERENCE_PRICES).isEmpty();
                task.advance(waits ? MarketDriver.WINDOW_END - task.now() : 10);
                task.commit();
                int tradesNow = task.published().of(TopicCatalogue.TRADES).size();
                largestTurn = Math.max(largestTurn, tradesNow - trades);
                trades = tradesNow;
            }
            assertThat(task.published().rejections()).isEmpty();
            ClearingResult result = task.published().clearings().get(0);
            assertThat(result.getSellOrders() + result.getBuyOrders()).isEqualTo(ORDERS);
            assertThat(result.getStage1Trades()).isGreaterThan(2_000);
            assertThat(result.getStage2Trades()).isGreaterThan(1_000);
            assertThat(largestTurn).as("deals of a turn").isEqualTo(1_000);
            assertThat(turns).isGreaterThan(10);

            // the purge is bounded too, and takes nothing of the next period with it
            long before = task.entries(OrderQueueStore.NAME);
            assertThat(before).isEqualTo(ORDERS + turns);
            task.advance(10);
            assertThat(before - task.entries(OrderQueueStore.NAME)).isEqualTo(2_000);
            task.turns(40);
            assertThat(task.entries(OrderQueueStore.NAME)).isEqualTo(turns);
            runTo(task, MarketDriver.GATE + MarketDriver.PERIOD_MS);
            runTo(task, MarketDriver.WINDOW_END + MarketDriver.PERIOD_MS);
            task.turns(5);
            task.commit();
            assertThat(ReplayAudit.check(task.published())).isEqualTo(2);
            assertThat(task.published().clearings().get(1).getSellOrders()).isEqualTo(turns);
        }
    }

    /**
     * Sells that stage 1 leaves and stage 2 takes are skipped among the residuals, a bounded number a step: the lines of the
     * buys must wait for the last of them.
     */
    @Test
    void residualSellsComeBeforeResidualBuysHoweverManyAreSkipped() {
        BookTask task = new BookTask(MarketDriver.BEGIN, new StepLimits(1_000, 40, 2_000));
        task.configure(MarketDriver.area());
        task.advance(1_000);
        for (int number = 0; number < 100; number++) {
            // they meet at the reference price only
            Bid sell = order(number, Side.SELL, 600_000, 10);
            sell.setLimitPrice(500_000L);
            task.route(sell, MarketDriver.AREA, "seller");
        }
        task.route(order(100, Side.SELL, 670_000, 10), MarketDriver.AREA, "late-seller");
        Bid buy = order(101, Side.BUY, 520_000, 1_000);
        buy.setLimitPrice(600_000L);
        task.route(buy, MarketDriver.AREA, "buyer");
        task.route(order(102, Side.BUY, 450_000, 10), MarketDriver.AREA, "low-buyer");
        task.processAll();
        runTo(task, MarketDriver.GATE);
        runTo(task, MarketDriver.WINDOW_END);
        task.turns(50);
        task.commit();
        assertThat(ReplayAudit.check(task.published())).isEqualTo(1);
        List<String> residuals = task.published().lines().stream()
                .filter(line -> line.getReference().contains("/residual/"))
                .map(line -> line.getMarketParticipantMrid())
                .toList();
        assertThat(residuals).containsExactly("late-seller", "grid", "low-buyer", "grid");
        assertThat(task.entries(OrderQueueStore.NAME)).isZero();
    }
}
