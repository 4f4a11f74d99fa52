package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.AreaOutcome;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import io.gridclear.tests.support.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application is killed twice in the middle of clearing a large book: the trades topic, read committed, is the same
 * to the byte as that of a run that nobody disturbed.
 */
@OnCluster
class KilledWhileClearingIT {
    private static final String AREA = "large";
    private static final int ORDERS = 30_000;
    private static final Duration REQUOTE_WINDOW = Duration.ofSeconds(1);

    /** Long enough to send, check and book the signed orders on two busy cores; the test says so if it is not. */
    private static final Duration SUBMISSION = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TestCluster cluster;
    private final LargeBook book;
    private final TestPoint probe = TestPoint.in(AREA, "probe");

    KilledWhileClearingIT(TestCluster cluster) {
        this.cluster = cluster;
        this.book = new LargeBook(AREA, ORDERS, cluster);
    }

    @Test
    void theTradesAreThoseOfAnUndisturbedRun(@TempDir Path undisturbedState, @TempDir Path killedState) {
        TestArea first = TestArea.withGateIn(AREA, SUBMISSION, REQUOTE_WINDOW);
        List<String> undisturbed;
        try (TestMarket market = new TestMarket(cluster);
                MarketProcess application = started(market, "undisturbed", undisturbedState)) {
            TestArea area = sent(market, first);
            market.awaitClearing(area);
            assertThat(application.stop()).isIn(0, 143);
            undisturbed = trades(market);
            assertThat(undisturbed).hasSizeGreaterThan(ORDERS / 4);
        }

        cluster.reset();
        try (TestMarket market = new TestMarket(cluster)) {
            TestArea area;
            try (MarketProcess application = started(market, "killed", killedState)) {
                area = sent(market, first);
                killInTheMiddle(application, market, 1, undisturbed.size());
            }
            try (MarketProcess application = again("killed", killedState)) {
                killInTheMiddle(application, market, undisturbed.size() / 2, undisturbed.size());
            }
            try (MarketProcess application = again("killed", killedState)) {
                market.awaitClearing(area);
                assertThat(application.isAlive()).isTrue();
            }
            assertThat(trades(market)).as("seed " + LargeBook.SEED).isEqualTo(undisturbed);
            assertThat(AreaOutcome.published(market.reader(), area))
                    .as("what the log says")
                    .isEqualTo(AreaOutcome.replayed(market.reader(), area));
        }
    }

    private MarketProcess started(TestMarket market, String application, Path stateDir) {
        market.register(book.points());
        market.register(List.of(probe));
        return again(application, stateDir).awaitReady();
    }

    private MarketProcess again(String application, Path stateDir) {
        return MarketProcess.start(cluster, application, "1", stateDir, Map.of());
    }

    /** Opens the same period with a gate of its own, and sends the book before the gate closes. */
    private TestArea sent(TestMarket market, TestArea first) {
        TestArea area = first.againWithGateIn(SUBMISSION);
        market.open(List.of(area), probe);
        book.send(market, area);
        market.awaitBooked(ORDERS);
        assertThat(Instant.now())
                .as("orders booked; later ones would have come too late for the gate")
                .isBefore(area.gateClosesAt());
        return area;
    }

    /** Kills the instance once so many trades are committed, and shows that it had not come to the end. */
    private static void killInTheMiddle(MarketProcess application, TestMarket market, long committed, int all) {
        Awaitility.await(committed + " trades")
                .atMost(PATIENCE)
                .pollDelay(0, TimeUnit.MILLISECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> market.reader().committedEnd(TopicCatalogue.TRADES.name()) >= committed);
        application.kill();
        assertThat(trades(market)).hasSizeBetween(1, all - 1);
        assertThat(market.values(TopicCatalogue.CLEARINGS))
                .noneMatch(result -> result.getAreaMrid().equals(AREA));
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
