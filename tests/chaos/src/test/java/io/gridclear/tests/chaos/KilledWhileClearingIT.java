package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.AreaOutcome;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.MarketClock;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import io.gridclear.tests.support.TopicRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application is killed twice in the middle of clearing a large book: the trades topic, read committed, is the same
 * to the byte as that of a run that nobody disturbed.
 *
 * <p>The instances that are killed look at their clock so seldom that they clear one step whenever the test puts it
 * ahead: the middle of a clearing is where the test wants it, on any machine.
 */
@OnCluster
class KilledWhileClearingIT {
    private static final String AREA = "large";
    private static final int ORDERS = 30_000;

    /** Longer than a step takes on a machine that works, and short enough for two dozen steps within the half hour left. */
    private static final Duration STEP = Duration.ofSeconds(30);

    /** The interval is also how long a poll may wait for bids, which goes by the machine's clock. */
    private static final String POLL_OFTEN = "kafka.poll.ms=20\n";

    private final TestCluster cluster;
    private final LargeBook book;
    private final TestArea area = TestArea.of(AREA);
    private final TestPoint probe = TestPoint.in(AREA, "probe");

    KilledWhileClearingIT(TestCluster cluster) {
        this.cluster = cluster;
        this.book = new LargeBook(AREA, ORDERS, cluster);
    }

    @Test
    void theTradesAreThoseOfAnUndisturbedRun(@TempDir Path undisturbedState, @TempDir Path killedState)
            throws IOException {
        List<String> undisturbed = undisturbedTrades(undisturbedState);
        assertThat(undisturbed).hasSizeGreaterThan(ORDERS / 4);

        cluster.reset();
        Path pollOften = Files.writeString(killedState.resolve("application.properties"), POLL_OFTEN);
        Map<String, String> stepByStep = Map.of(
                "GRIDCLEAR_CLOCK_INTERVAL_MS", Long.toString(STEP.toMillis()),
                "GRIDCLEAR_CONFIG", pollOften.toString());
        MarketClock clock = new MarketClock();
        try (TestMarket market = new TestMarket(cluster)) {
            register(market);
            try (MarketProcess application = MarketProcess.start(cluster, clock, "killed", "1", killedState, stepByStep)
                    .awaitReady()) {
                send(market);
                clock.passRequoteWindows(List.of(area));
                killInTheMiddle(application, clock, market, 1, undisturbed.size());
            }
            try (MarketProcess application = MarketProcess.start(cluster, clock, "killed", "1", killedState, stepByStep)
                    .awaitReady()) {
                killInTheMiddle(application, clock, market, undisturbed.size() / 2, undisturbed.size());
            }
            try (MarketProcess application =
                    MarketProcess.start(cluster, clock, "killed", "1", killedState, Map.of())) {
                market.awaitClearing(area);
                assertThat(application.isAlive()).isTrue();
            }
            assertThat(trades(market)).as("seed " + LargeBook.SEED).isEqualTo(undisturbed);
            assertThat(AreaOutcome.published(market.reader(), area))
                    .as("what the log says")
                    .isEqualTo(AreaOutcome.replayed(market.reader(), area));
        }
    }

    private List<String> undisturbedTrades(Path stateDir) {
        MarketClock clock = new MarketClock();
        try (TestMarket market = new TestMarket(cluster)) {
            register(market);
            try (MarketProcess application = MarketProcess.start(cluster, clock, "undisturbed", "1", stateDir, Map.of())
                    .awaitReady()) {
                send(market);
                clock.passRequoteWindows(List.of(area));
                market.awaitClearing(area);
                assertThat(application.stop()).isIn(0, 143);
            }
            return trades(market);
        }
    }

    private void register(TestMarket market) {
        market.register(book.points());
        market.register(List.of(probe));
    }

    /** Opens the period and sends the book, all of which is booked when this returns. */
    private void send(TestMarket market) {
        market.open(List.of(area), probe);
        book.send(market, area);
        market.awaitBooked(ORDERS);
    }

    /**
     * Lets the instance clear step by step until so many trades are committed, and kills it in the step after that, when
     * that step's first trades stand in the log.
     */
    private static void killInTheMiddle(
            MarketProcess application, MarketClock clock, TestMarket market, long committed, int all) {
        String topic = TopicCatalogue.TRADES.name();
        for (long before = market.reader().committedEnd(topic); before < committed; ) {
            long stepFrom = before;
            clock.advance(STEP);
            await("more trades than " + stepFrom, () -> market.reader().committedEnd(topic) > stepFrom);
            before = market.reader().committedEnd(topic);
        }
        long written = market.reader().writtenEnd(topic);
        clock.advance(STEP);
        await("a trade after " + written, () -> market.reader().writtenEnd(topic) > written);
        application.kill();
        assertThat(trades(market)).hasSizeBetween(1, all - 1);
        assertThat(market.values(TopicCatalogue.CLEARINGS)).isEmpty();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(ClusterFailure.PATIENCE)
                .pollDelay(0, TimeUnit.MILLISECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(condition);
    }

    /** Keys and values of all trades in the order of their log; offsets differ where a transaction was rolled back. */
    private static List<String> trades(TestMarket market) {
        return market.reader().readAllBytes(TopicCatalogue.TRADES.name()).stream()
                .map(trade -> trade.partition() + " " + trade.key() + " " + hex(trade))
                .toList();
    }

    private static String hex(TopicRecord<byte[]> trade) {
        return HexFormat.of().formatHex(trade.required());
    }
}
