package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.schemas.catalogue.TopicContract;
import io.gridclear.topology.clearing.StepLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One clearing, again and again, each time with another instance at another step: committed trades and lines are those of a
 * run that nothing disturbed, to the byte.
 */
class FailoverTest {

    private static final int ORDERS = 24;
    private static final StepLimits SMALLEST = new StepLimits(1, 2, 3);

    /** Reading is not remembered from one instance to the next: each must be able to read all in one step. */
    private static final StepLimits SMALL = new StepLimits(1, ORDERS, 3);

    @TempDir
    Path directory;

    private static BookTask task(StepLimits limits, TaskDisk disk) {
        BookTask task = new BookTask(MarketDriver.BEGIN, limits, disk);
        task.configure(MarketDriver.area());
        task.advance(1_000);
        Random random = new Random(7);
        for (int number = 0; number < ORDERS; number++) {
            boolean sells = number % 2 == 0;
            long price = (sells ? 550_000 : 530_000) + 5_000L * random.nextInt(10);
            Bid order = MarketDriver.bid("point-" + number, sells ? Side.SELL : Side.BUY, price, bid -> {
                bid.setQuantityWh(1 + random.nextInt(900));
                bid.setLimitPrice(sells ? price - 40_000 : price + 40_000);
            });
            task.route(order, MarketDriver.AREA, "owner-" + number);
        }
        task.processAll();
        task.commit();
        return task;
    }

    /** Time of the turn with this number: from just before the gate through the window to the purge's end. */
    private static long timeOf(int turn, int turnsOfStage1) {
        return turn <= turnsOfStage1
                ? MarketDriver.GATE + 10L * turn
                : MarketDriver.WINDOW_END + 10L * (turn - turnsOfStage1);
    }

    private static final int TURNS_OF_STAGE_1 = 30;
    private static final int TURNS = 130;

    private interface Disturbance {
        void afterTurn(BookTask task, int turn);
    }

    private static PublishedRecords run(BookTask task, Disturbance disturbance) {
        for (int turn = 0; turn < TURNS; turn++) {
            task.advance(Math.max(0, timeOf(turn, TURNS_OF_STAGE_1) - task.now()));
            disturbance.afterTurn(task, turn);
            task.commit();
        }
        assertThat(task.entries()).as("the clock alone").isEqualTo(1);
        return task.published();
    }

    private static List<byte[]> bytes(PublishedRecords published, TopicContract<?> topic) {
        return published.of(topic).stream()
                .map(PublishedRecords.Published::value)
                .toList();
    }

    private static void assertSame(PublishedRecords disturbed, PublishedRecords undisturbed, String what) {
        for (var topic :
                List.of(TopicCatalogue.TRADES, TopicCatalogue.SETTLEMENT_LINES, TopicCatalogue.SETTLEMENT_LATEST)) {
            List<byte[]> expected = bytes(undisturbed, topic);
            List<byte[]> records = bytes(disturbed, topic);
            assertThat(records).as("%s, %s", topic.name(), what).hasSameSizeAs(expected);
            for (int i = 0; i < records.size(); i++) {
                assertThat(records.get(i))
                        .as("%s, %s, record %d", topic.name(), what, i)
                        .isEqualTo(expected.get(i));
            }
        }
        assertThat(disturbed.book().stream().filter(entry -> entry.getKind() != BookEntryKind.ORDER))
                .as("ticks, %s", what)
                .hasSize(3);
        assertThat(ReplayAudit.check(disturbed)).as("results, %s", what).isEqualTo(1);
    }

    @Test
    void aCrashInAnyStepLeavesNoTrace() {
        PublishedRecords undisturbed = run(task(SMALLEST, TaskDisk.transactional()), (task, turn) -> {});
        assertThat(undisturbed.clearings()).singleElement().satisfies(result -> {
            assertThat(result.getStage1Trades()).isGreaterThan(4);
            assertThat(result.getStage2Trades()).isGreaterThan(4);
            assertThat(result.getSettlementLines()).isGreaterThan(40);
        });
        for (int crashAt = 0; crashAt < TURNS - 10; crashAt++) {
            int at = crashAt;
            PublishedRecords disturbed = run(task(SMALLEST, TaskDisk.transactional()), (task, turn) -> {
                if (turn == at) {
                    task.crash(0);
                }
            });
            assertSame(disturbed, undisturbed, "crash in turn " + crashAt);
        }
    }

    @Test
    void aCrashThatUndoesSeveralStepsLeavesNoTrace() {
        PublishedRecords undisturbed = run(task(StepLimits.STANDARD, TaskDisk.transactional()), (task, turn) -> {});
        for (int crashAt = 4; crashAt < TURNS - 20; crashAt += 5) {
            int at = crashAt;
            PublishedRecords disturbed = run(task(SMALLEST, TaskDisk.transactional()), (task, turn) -> {
                if (turn == at) {
                    task.turns(4);
                    task.crash(20);
                }
            });
            assertSame(disturbed, undisturbed, "crash after turn " + crashAt);
        }
    }

    @Test
    void anotherInstanceEverySixthStepOnRocksDbLeavesNoTrace() {
        PublishedRecords undisturbed = run(task(StepLimits.STANDARD, TaskDisk.transactional()), (task, turn) -> {});
        try (BookTask task = task(SMALL, TaskDisk.rocksDb(directory))) {
            PublishedRecords disturbed = run(task, (moving, turn) -> {
                if (turn % 6 == 0) {
                    moving.move();
                }
            });
            assertSame(disturbed, undisturbed, "moved every sixth turn");
        }
    }

    @Test
    void bidsThatWereNotCommittedComeAgainAndAreTakenOnce() {
        BookTask task = new BookTask(MarketDriver.BEGIN, StepLimits.STANDARD);
        task.configure(MarketDriver.area());
        task.advance(1_000);
        task.commit();
        for (int number = 0; number < 5; number++) {
            task.route(MarketDriver.bid("point-" + number, Side.SELL, 500_000, bid -> {}), MarketDriver.AREA, "owner");
        }
        task.process(3);
        task.crash(10);
        task.processAll();
        task.advance(10);
        task.commit();
        assertThat(task.published().book())
                .extracting(entry -> entry.getSequence())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(task.published().rejections()).isEmpty();
    }

    @Test
    void theNumberOfUnclosedPeriodsMovesWithTheTask() {
        List<Double> unclosed = new ArrayList<>();
        run(task(SMALL, TaskDisk.transactional()), (task, turn) -> {
            if (turn % 9 == 0) {
                task.move();
            }
            unclosed.add(task.metric("gridclear.periods.unclosed"));
        });
        assertThat(unclosed.subList(0, TURNS_OF_STAGE_1)).containsOnly(1.0);
        assertThat(unclosed.subList(TURNS - 20, TURNS)).containsOnly(0.0);
    }
}
