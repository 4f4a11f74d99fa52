package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.AreaOutcome;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker is killed while bids come in, and again when the gates have closed: every acknowledged bid is answered once,
 * every area clears as its log says. Where there are three brokers, bids are acknowledged while one of them is dead.
 */
@OnCluster
class KilledBrokerIT {
    /** A lone broker takes its time to come back, and the application to find it again. */
    private static final Duration SUBMISSION = Duration.ofSeconds(40);

    private static final Duration REQUOTE_WINDOW = Duration.ofSeconds(2);
    private static final int VICTIM = 0;

    private final TestCluster cluster;

    KilledBrokerIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void nothingIsLost(@TempDir Path stateDir) {
        Districts districts = new Districts(SUBMISSION, REQUOTE_WINDOW);
        List<TestPoint> points = districts.points();
        List<Bid> bids = districts.bids();
        List<Bid> before = bids.subList(0, bids.size() / 2);
        List<Bid> during = bids.subList(bids.size() / 2, bids.size());
        TestPoint probe = points.get(points.size() - 1);
        try (TestMarket market = new TestMarket(cluster)) {
            market.register(points);
            try (MarketProcess application = MarketProcess.start(cluster, "broker-dies", "1", stateDir, Map.of())
                    .awaitReady()) {
                List<TestArea> areas = districts.withGateIn(SUBMISSION);
                market.open(areas, probe);
                before.forEach(market::bid);
                market.flush();
                market.awaitBooked(before.size());
                List<BookEntry> bookBefore = market.values(TopicCatalogue.BOOK);

                cluster.killBroker(VICTIM);
                during.forEach(market::bid);
                if (cluster.brokerCount() > 1) {
                    market.flush();
                }
                cluster.startBroker(VICTIM);
                market.flush();
                assertThat(market.values(TopicCatalogue.BOOK)).containsAll(bookBefore);

                market.awaitGateClosed(areas.get(0));
                cluster.killBroker(VICTIM);
                cluster.startBroker(VICTIM);
                areas.forEach(market::awaitClearing);

                assertThat(application.isAlive()).isTrue();
                assertThat(answered(market, probe))
                        .containsExactlyInAnyOrderElementsOf(
                                bids.stream().map(Bid::getUsagePointMrid).toList());
                assertThat(market.booked()).as("most of them in time").isGreaterThan(before.size());
                for (TestArea area : areas) {
                    assertThat(AreaOutcome.published(market.reader(), area))
                            .as(area.mrid() + ", seed " + Districts.SEED)
                            .isEqualTo(AreaOutcome.replayed(market.reader(), area));
                }
            }
        }
    }

    /** Usage points of all bids that stand in the book or were refused; the probe's own bids of no energy left out. */
    private static List<String> answered(TestMarket market, TestPoint probe) {
        Stream<String> booked = market.values(TopicCatalogue.BOOK).stream()
                .filter(entry -> entry.getKind() == BookEntryKind.ORDER)
                .map(entry -> entry.getOrder().getUsagePointMrid());
        Stream<String> refused = market.values(TopicCatalogue.BID_REJECTIONS).stream()
                .map(BidRejected::getUsagePointMrid)
                .filter(point -> !point.equals(probe.mrid()));
        return Stream.concat(booked, refused).toList();
    }
}
