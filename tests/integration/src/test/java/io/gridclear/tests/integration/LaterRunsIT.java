package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.BridgeProcess;
import io.gridclear.tests.support.ChainServer;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.LedgerNetwork;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.SettledPeriod;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * METERED and CORRECTION runs on a real broker and registry, with a ledger of four replicas and four agents, and a bridge that
 * is killed again and again between run and receipt.
 */
@OnCluster
class LaterRunsIT {

    private static final int AREAS = 2;
    private static final int POINTS = 12;
    private static final Instant PERIOD = Instant.parse("2026-03-01T12:00:00Z");

    private final TestCluster cluster;

    LaterRunsIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aKilledBridgeNeitherLosesNorDoublesThemAndEveryLineVerifiesOffline(@TempDir Path directory)
            throws InterruptedException {
        List<List<String>> usagePoints = new ArrayList<>();
        for (int node = 0; node < LedgerNetwork.SEATS; node++) {
            usagePoints.add(List.of(
                    TestPoint.in("area-0", "point-" + node).mrid(),
                    TestPoint.in("area-1", "point-" + node).mrid()));
        }
        try (TestMarket market = new TestMarket(cluster);
                LedgerNetwork network = LedgerNetwork.start(usagePoints).withAgents(cluster);
                ChainServer server = new ChainServer(network.chain())) {
            List<SettledPeriod> periods = new ArrayList<>();
            for (int a = 0; a < AREAS; a++) {
                List<TestPoint> points = new ArrayList<>();
                for (int i = 0; i < POINTS; i++) {
                    points.add(TestPoint.in("area-" + a, "point-" + i));
                }
                market.register(points);
                periods.add(new SettledPeriod(market.producer(), "area-" + a, PERIOD, points));
                periods.get(a).settle(a);
                periods.get(a).settle(10 + a);
            }
            int kills = untilReceipts(market, server, directory, 3 * AREAS);
            // long after: another bridge, which remembers nothing
            periods.forEach(period -> period.settle(20));
            kills += untilReceipts(market, server, directory, 4 * AREAS);
            assertThat(kills).isPositive();
            List<Receipt> receipts = market.values(TopicCatalogue.RECEIPTS);
            assertThat(receipts).as("after %d kills", kills).hasSize(4 * AREAS);
            periods.forEach(period -> period.requireProved(receipts, network.trusted()));
            for (int a = 0; a < AREAS; a++) {
                requireDelivered(network, "area-" + a);
            }
        }
    }

    private int untilReceipts(TestMarket market, ChainServer server, Path directory, int wanted)
            throws InterruptedException {
        int kills = 0;
        for (long fatal = 3; market.values(TopicCatalogue.RECEIPTS).size() < wanted; fatal += 2 + fatal / 2) {
            AtomicReference<BridgeProcess> process = new AtomicReference<>();
            long call = fatal;
            server.restartCount(number -> {
                BridgeProcess running = process.get();
                if (number == call && running != null) {
                    running.kill();
                }
            });
            try (BridgeProcess bridge = BridgeProcess.start(cluster, "later", directory, server.address())) {
                process.set(bridge);
                Awaitility.await("the bridge's call " + fatal + ", or receipts")
                        .atMost(ClusterFailure.PATIENCE)
                        .pollInterval(100, TimeUnit.MILLISECONDS)
                        .until(() -> !bridge.isAlive()
                                || market.values(TopicCatalogue.RECEIPTS).size() >= wanted);
                assertThat(server.calls())
                        .as("it ended by itself:\n%s", bridge.lastLines())
                        .isPositive();
                kills += bridge.isAlive() ? 0 : 1;
            }
        }
        return kills;
    }

    /** A report is handed in before the run's receipts: no kill can lose it. */
    private static void requireDelivered(LedgerNetwork network, String area) {
        ItemKey item = ItemKey.initial(area, PERIOD.toEpochMilli()).delivery();
        Awaitility.await("the deliveries of " + area)
                .atMost(ClusterFailure.PATIENCE)
                .untilAsserted(() -> assertThat(network.ledger().item(item).orElseThrow())
                        .isInstanceOfSatisfying(
                                ItemAnswer.Decided.class,
                                decided ->
                                        assertThat(decided.outcome().status()).isEqualTo(Outcome.Status.FINAL)));
    }
}
