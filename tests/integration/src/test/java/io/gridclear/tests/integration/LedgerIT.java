package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.app.BridgeApplication;
import io.gridclear.bridge.app.BridgeSettings;
import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.batch.Claim;
import io.gridclear.bridge.operator.AreaFault;
import io.gridclear.bridge.operator.Assembly;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.BridgeProcess;
import io.gridclear.tests.support.ChainServer;
import io.gridclear.tests.support.LedgerNetwork;
import io.gridclear.tests.support.MarketClock;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the pipeline has cleared, fed into a ledger of four replicas with four agents: on a real broker and registry. The
 * pipeline runs once; each test has a ledger of its own and bridges of a group of its own.
 */
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
class LedgerIT {
    private static final int AREAS = 3;
    private static final int ORDERS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestCluster cluster;
    private final List<TestArea> areas = new ArrayList<>();
    private TestMarket market;

    LedgerIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    void clearThreeAreas(@TempDir Path stateDir) {
        market = new TestMarket(cluster);
        List<List<TestPoint>> crowds = new ArrayList<>();
        for (int a = 0; a < AREAS; a++) {
            List<TestPoint> crowd = new ArrayList<>();
            for (int i = 0; i < ORDERS; i++) {
                crowd.add(TestPoint.in("area-" + a, "point-" + i));
            }
            crowds.add(crowd);
            market.register(crowd);
        }
        TestPoint probe = TestPoint.in("area-" + (AREAS - 1), "probe");
        market.register(List.of(probe));
        MarketClock clock = new MarketClock();
        try (MarketProcess application = MarketProcess.start(cluster, clock, "ledger", "1", stateDir, Map.of())
                .awaitReady()) {
            for (int a = 0; a < AREAS; a++) {
                areas.add(TestArea.of("area-" + a));
            }
            market.open(areas, probe);
            for (int a = 0; a < AREAS; a++) {
                for (int i = 0; i < ORDERS; i++) {
                    TestPoint point = crowds.get(a).get(i);
                    long price = 460_000 + 2_000L * i;
                    market.bid((i % 2 == 0
                                    ? point.sells(areas.get(a).periodStart(), 1_000 + i, price)
                                    : point.buys(areas.get(a).periodStart(), 900 + i, 660_000 - 2_000L * i))
                            .signed());
                }
            }
            market.flush();
            market.awaitBooked((long) AREAS * ORDERS);
            clock.passRequoteWindows(areas);
            areas.forEach(market::awaitClearing);
            application.stop();
        }
    }

    @AfterAll
    void close() {
        market.close();
    }

    private BridgeSettings settings(String group) {
        return new BridgeSettings(
                cluster.bootstrapServers(),
                cluster.registryUrl(),
                group,
                "1",
                "embedded",
                Path.of("unused"),
                "",
                "127.0.0.1",
                0,
                Map.of(),
                Map.of());
    }

    /** Receipts of a batch digest tell the tests apart: every test's ledger is another chain, the batches are the same. */
    private List<Receipt> receiptsSince(long published) {
        return market.values(TopicCatalogue.RECEIPTS).stream()
                .filter(receipt -> receipt.getPublishedAt().toEpochMilli() >= published)
                .toList();
    }

    private List<Receipt> awaitReceipts(long published) {
        long clearings = market.values(TopicCatalogue.CLEARINGS).size();
        Awaitility.await("receipts of " + clearings + " clearings")
                .atMost(PATIENCE)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() -> receiptsSince(published).size() >= clearings);
        return receiptsSince(published);
    }

    @Test
    void clearingsBecomeFinalAndEveryLineVerifiesOffline() throws IOException {
        long start = System.currentTimeMillis();
        try (LedgerNetwork network = LedgerNetwork.start().withAgents(cluster);
                BridgeApplication bridge =
                        BridgeApplication.start(settings("honest"), network.chain(), LedgerNetwork.operator())) {
            List<Receipt> receipts = awaitReceipts(start);
            assertThat(bridge.hasFailed()).isFalse();
            assertThat(receipts).hasSize(market.values(TopicCatalogue.CLEARINGS).size());
            for (TestArea area : areas) {
                var lines = market.values(TopicCatalogue.SETTLEMENT_LINES).stream()
                        .filter(line -> line.getAreaMrid().equals(area.mrid())
                                && line.getPeriodStart().equals(area.periodStart()))
                        .toList();
                assertThat(lines).isNotEmpty();
                ReceiptAudit.requireProved(
                        lines,
                        receipts.stream()
                                .filter(receipt -> receipt.getAreaMrid().equals(area.mrid())
                                        && receipt.getPeriodStart().equals(area.periodStart()))
                                .toList(),
                        network.trusted());
            }
            assertThat(market.values(TopicCatalogue.SCORES)).isNotEmpty();
        }
    }

    @Test
    void aLyingOperatorIsDisputedAndNothingOfItCanBeBilled() throws IOException {
        long start = System.currentTimeMillis();
        try (LedgerNetwork network = LedgerNetwork.start().withAgents(cluster);
                BridgeApplication bridge = BridgeApplication.start(
                        settings("lying"), network.chain(), LedgerNetwork.operator(), LyingAssembly::new)) {
            List<Receipt> receipts = awaitReceipts(start);
            assertThat(bridge.hasFailed()).isFalse();
            assertThat(receipts).allSatisfy(receipt -> {
                assertThat(receipt.getStatus()).isEqualTo(LedgerStatus.DISPUTED);
                assertThat(receipt.getLeafHashes().remaining()).isZero();
            });
        }
    }

    /** Names of a group's members. */
    private List<String> members(String group) {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()))) {
            return admin
                    .describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join()
                    .members()
                    .stream()
                    .map(member -> member.groupInstanceId().orElse("without a name"))
                    .toList();
        }
    }

    @Test
    void aBridgeThatIsKilledAtEveryCallNeitherLosesNorDoubles(@TempDir Path directory) throws InterruptedException {
        long start = System.currentTimeMillis();
        int kills = 0;
        try (LedgerNetwork network = LedgerNetwork.start().withAgents(cluster);
                ChainServer server = new ChainServer(network.chain())) {
            long clearings = market.values(TopicCatalogue.CLEARINGS).size();
            boolean done = false;
            for (long fatal = 2; !done; fatal += 1 + fatal / 3) {
                AtomicReference<BridgeProcess> process = new AtomicReference<>();
                long call = fatal;
                server.restartCount(number -> {
                    BridgeProcess running = process.get();
                    if (number == call && running != null) {
                        running.kill();
                    }
                });
                try (BridgeProcess bridge = BridgeProcess.start(cluster, "killed", directory, server.address())) {
                    process.set(bridge);
                    Awaitility.await("the bridge's call " + fatal + ", or receipts")
                            .atMost(PATIENCE)
                            .pollInterval(50, TimeUnit.MILLISECONDS)
                            .until(() ->
                                    !bridge.isAlive() || receiptsSince(start).size() >= clearings);
                    assertThat(server.calls())
                            .as("it ended by itself:\n%s", bridge.lastLines())
                            .isPositive();
                    kills += bridge.isAlive() ? 0 : 1;
                    done = receiptsSince(start).size() >= clearings;
                    if (done) {
                        assertThat(members("gridclear-bridge"))
                                .as("the one that came back has the killed one's place")
                                .containsExactly("killed");
                    }
                }
            }
            assertThat(kills).isPositive();
            assertThat(receiptsSince(start))
                    .as("after %d kills", kills)
                    .extracting(
                            receipt -> receipt.getAreaMrid() + receipt.getPeriodStart() + receipt.getFirstLineIndex())
                    .doesNotHaveDuplicates()
                    .hasSize((int) clearings);
        }
    }

    /** Honest work, another hash. */
    private record LyingAssembly(Assembly honest) implements Assembly {

        @Override
        public void follow(int partition, long fromOffset) {
            honest.follow(partition, fromOffset);
        }

        @Override
        public void leave(int partition) {
            honest.leave(partition);
        }

        @Override
        public void scan(long mostMs) {
            honest.scan(mostMs);
        }

        @Override
        public Optional<Batch> assemble(int partition, ClearingResult result, ChunkWriter.Sink chunks)
                throws AreaFault {
            return honest.assemble(partition, result, chunks).map(batch -> {
                BatchManifest m = batch.manifest();
                Claim c = m.claim();
                Claim lie = new Claim(
                        new Sha256().hash(c.outcomeHash()),
                        c.ruleVersion(),
                        c.inputHash(),
                        c.tradesRoot(),
                        c.settlementRoot(),
                        c.settlementLines(),
                        c.sellOrders(),
                        c.buyOrders(),
                        c.stage1Trades(),
                        c.stage2Trades(),
                        c.stage1Wh(),
                        c.stage2Wh(),
                        c.gridSoldWh(),
                        c.gridBoughtWh(),
                        c.referencePrice(),
                        c.debitNano(),
                        c.curtailedTrades(),
                        c.curtailedWh(),
                        c.routesRoot());
                return new Batch(
                        new BatchManifest(m.item(), m.entries(), m.chunkHashes(), m.feeder(), lie),
                        batch.leaves(),
                        batch.feeder());
            });
        }

        @Override
        public void done(int partition, ClearingResult result) {
            honest.done(partition, result);
        }

        @Override
        public long lowestBookOffset(int partition) {
            return honest.lowestBookOffset(partition);
        }

        @Override
        public void close() {
            honest.close();
        }
    }
}
