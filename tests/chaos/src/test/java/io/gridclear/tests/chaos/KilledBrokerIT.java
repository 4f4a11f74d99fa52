package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.AreaOutcome;
import io.gridclear.tests.support.MarketClock;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker is killed while bids come in, and again when the gates have closed: every acknowledged bid is booked once,
 * every area clears as its log says. Where there are three brokers, bids are acknowledged while one of them is dead.
 */
@OnCluster
class KilledBrokerIT {
    private static final int VICTIM = 0;

    private final TestCluster cluster;

    KilledBrokerIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void nothingIsLost(@TempDir Path stateDir) {
        MarketClock clock = new MarketClock();
        Districts districts = new Districts();
        List<TestArea> areas = districts.areas();
        List<Bid> bids = districts.bids();
        List<Bid> before = bids.subList(0, bids.size() / 2);
        List<Bid> during = bids.subList(bids.size() / 2, bids.size());
        TestPoint probe = districts.probe();
        try (TestMarket market = new TestMarket(cluster)) {
            market.register(districts.points());
            try (MarketProcess application = MarketProcess.start(cluster, clock, "broker-dies", "1", stateDir, Map.of())
                    .awaitReady()) {
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
                market.awaitBooked(bids.size());
                assertThat(market.values(TopicCatalogue.BOOK)).containsAll(bookBefore);

                clock.passGates(areas);
                areas.forEach(market::awaitGateClosed);
                cluster.killBroker(VICTIM);
                cluster.startBroker(VICTIM);
                market.awaitAnswering(areas.get(areas.size() - 1), probe);
                clock.passRequoteWindows(areas);
                areas.forEach(market::awaitClearing);

                assertThat(application.isAlive()).isTrue();
                assertThat(booked(market))
                        .containsExactlyInAnyOrderElementsOf(
                                bids.stream().map(Bid::getUsagePointMrid).toList());
                assertThat(market.rejections()).isEmpty();
                for (TestArea area : areas) {
                    assertThat(AreaOutcome.published(market.reader(), area))
                            .as(area.mrid() + ", seed " + Districts.SEED)
                            .isEqualTo(AreaOutcome.replayed(market.reader(), area));
                }
            }
        }
    }

    private static List<String> booked(TestMarket market) {
        return market.values(TopicCatalogue.BOOK).stream()
                .filter(entry -> entry.getKind() == BookEntryKind.ORDER)
                .map(entry -> entry.getOrder().getUsagePointMrid())
                .toList();
    }
}
