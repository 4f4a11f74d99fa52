package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.AreaOutcome;
import io.gridclear.tests.support.MarketClock;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances share the areas; one is killed when all gates are closed and nothing is cleared; the other finishes
 * them all. */
@OnCluster
class KilledInstanceIT {
    private static final String ACCEPTED = "gridclear_bids_accepted_total";

    private final TestCluster cluster;
    private final MarketClock clock = new MarketClock();

    KilledInstanceIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void startEmpty() {
        cluster.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void theOtherInstanceFinishes(String groupProtocol, @TempDir Path mortalState, @TempDir Path survivorState)
            throws Exception {
        Districts districts = new Districts();
        List<TestArea> areas = districts.areas();
        List<Bid> bids = districts.bids();
        try (TestMarket market = new TestMarket(cluster)) {
            market.register(districts.points());
            try (MarketProcess mortal = start(groupProtocol, "mortal", mortalState);
                    MarketProcess survivor = start(groupProtocol, "survivor", survivorState)) {
                MarketProcess.awaitShared(cluster, mortal, survivor);
                market.open(areas, districts.probe());
                bids.forEach(market::bid);
                market.flush();
                market.awaitBooked(bids.size());
                assertThat(mortal.metric(ACCEPTED))
                        .as("orders that the instance had booked before it died")
                        .isPositive();
                assertThat(survivor.metric(ACCEPTED))
                        .as("orders that the other had booked by then")
                        .isPositive();

                clock.passGates(areas);
                areas.forEach(market::awaitGateClosed);
                mortal.kill();
                assertThat(market.values(TopicCatalogue.CLEARINGS))
                        .as("periods cleared before the survivor was alone")
                        .isEmpty();

                clock.passRequoteWindows(areas);
                areas.forEach(market::awaitClearing);
                assertThat(survivor.isAlive()).isTrue();
                for (TestArea area : areas) {
                    assertThat(AreaOutcome.published(market.reader(), area))
                            .as(area.mrid() + ", seed " + Districts.SEED)
                            .isEqualTo(AreaOutcome.replayed(market.reader(), area));
                }
                assertThat(market.booked()).isEqualTo(bids.size());
            }
        }
    }

    private MarketProcess start(String groupProtocol, String instance, Path stateDir) {
        return MarketProcess.start(
                cluster,
                clock,
                "two-" + groupProtocol,
                instance,
                stateDir,
                Map.of("GRIDCLEAR_GROUP_PROTOCOL", groupProtocol));
    }
}
