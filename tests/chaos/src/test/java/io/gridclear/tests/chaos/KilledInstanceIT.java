package io.gridclear.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.tests.support.AreaOutcome;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two instances share the areas; one is killed once gates begin to close; the other finishes them all. */
@OnCluster
class KilledInstanceIT {
    private static final Duration SUBMISSION = Duration.ofSeconds(20);

    /** Longer than it takes to kill, so that the ticks that end it are the survivor's. */
    private static final Duration REQUOTE_WINDOW = Duration.ofSeconds(5);

    private final TestCluster cluster;

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
        Districts districts = new Districts(SUBMISSION, REQUOTE_WINDOW);
        TestPoint probe = districts.points().get(districts.points().size() - 1);
        List<Bid> bids = districts.bids();
        try (TestMarket market = new TestMarket(cluster)) {
            market.register(districts.points());
            try (MarketProcess mortal = start(groupProtocol, "mortal", mortalState);
                    MarketProcess survivor = start(groupProtocol, "survivor", survivorState)) {
                MarketProcess.awaitReady(mortal, survivor);
                List<TestArea> areas = districts.withGateIn(SUBMISSION);
                market.open(areas, probe);
                bids.forEach(market::bid);
                market.flush();
                market.awaitBooked(bids.size());
                assertThat(accepted(mortal))
                        .as("orders that the instance had booked before it died")
                        .isPositive();
                assertThat(accepted(survivor))
                        .as("orders that the other had booked by then")
                        .isPositive();

                market.awaitGateClosed(areas.get(0));
                mortal.kill();

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
                cluster, "two-" + groupProtocol, instance, stateDir, Map.of("GRIDCLEAR_GROUP_PROTOCOL", groupProtocol));
    }

    private static double accepted(MarketProcess instance) throws IOException, InterruptedException {
        return instance.metrics()
                .lines()
                .filter(line -> line.startsWith("gridclear_bids_accepted_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
