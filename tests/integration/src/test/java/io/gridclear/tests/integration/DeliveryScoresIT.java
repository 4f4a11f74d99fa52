package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.app.BridgeApplication;
import io.gridclear.bridge.app.BridgeSettings;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.operator.AreaFault;
import io.gridclear.bridge.operator.RunAssembly;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.CommitteeView;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.schemas.avro.SettlementRunResult;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.LedgerNetwork;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What candidates delivered, on its way from a METERED run over bridge and agents to scores and seats: on a real broker and
 * registry, with five nodes for four seats.
 */
@OnCluster
class DeliveryScoresIT {

    private static final int POINTS = 12;
    private static final int NODES = LedgerNetwork.SEATS + 1;
    private static final Instant PERIOD = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration PERIOD_LENGTH = Duration.ofMinutes(15);

    private final TestCluster cluster;

    DeliveryScoresIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** A period, and a ledger of whose nodes each has one of the usage points that traded in it. */
    private record World(TestMarket market, SettledPeriod period, List<String> usagePoints, LedgerNetwork network)
            implements AutoCloseable {

        static World of(TestCluster cluster, String area) {
            TestMarket market = new TestMarket(cluster);
            market.register(points(area));
            SettledPeriod period = settled(market, area, PERIOD);
            List<String> points = period.traded().subList(0, NODES);
            return new World(
                    market,
                    period,
                    points,
                    LedgerNetwork.start(points.stream().map(List::of).toList()).withAgents(cluster));
        }

        private static List<TestPoint> points(String area) {
            return IntStream.range(0, POINTS)
                    .mapToObj(i -> TestPoint.in(area, "point-" + i))
                    .toList();
        }

        static SettledPeriod settled(TestMarket market, String area, Instant start) {
            return new SettledPeriod(market.producer(), area, start, points(area));
        }

        Map<String, NodeView> nodes() throws ChainUnavailableException {
            Map<String, NodeView> nodes = new TreeMap<>();
            network.ledger().nodes().forEach(node -> nodes.put(node.name(), node));
            return nodes;
        }

        /** Names of the agents in office. */
        List<String> agents() throws ChainUnavailableException {
            List<CommitteeView.Agent> agents = network.ledger().committee().agents();
            return nodes().values().stream()
                    .filter(node ->
                            agents.stream().anyMatch(agent -> agent.address().equals(node.address())))
                    .map(NodeView::name)
                    .toList();
        }

        Outcome.Status awaitDecided(ItemKey item) {
            return Awaitility.await(item.toString())
                    .atMost(ClusterFailure.PATIENCE)
                    .until(() -> network.ledger().item(item), World::isDecided)
                    .map(answer -> ((ItemAnswer.Decided) answer).outcome().status())
                    .orElseThrow();
        }

        private static boolean isDecided(Optional<ItemAnswer> answer) {
            return answer.orElse(null) instanceof ItemAnswer.Decided;
        }

        @Override
        public void close() {
            network.close();
            market.close();
        }
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

    private static ItemKey metered(String area) {
        return new ItemKey(area, PERIOD.toEpochMilli(), ItemKey.METERED, 0);
    }

    @Test
    void whoDeliversNothingLosesItsScoreAndItsSeat() throws IOException, ChainUnavailableException {
        String area = "area-seat";
        try (World world = World.of(cluster, area)) {
            String lost = world.agents().get(0);
            int number = Integer.parseInt(lost.substring(lost.indexOf('-') + 1));
            world.period.settleWithout(world.usagePoints.get(number));
            try (BridgeApplication bridge =
                    BridgeApplication.start(settings("seat"), world.network.chain(), LedgerNetwork.operator())) {
                assertThat(world.awaitDecided(metered(area).delivery())).isEqualTo(Outcome.Status.FINAL);
                world.nodes()
                        .forEach((name, node) ->
                                assertThat(node.reputationPpm()).as(name).isEqualTo(name.equals(lost) ? 0 : 1_000_000));
                assertThat(world.nodes().get(lost).scorePpm()).isZero();
                // an election comes when everybody in the queue has produced
                for (int i = 1; world.network.ledger().committee().cycle() < 2; i++) {
                    Instant next = PERIOD.plus(PERIOD_LENGTH.multipliedBy(i));
                    World.settled(world.market, area, next);
                    assertThat(world.awaitDecided(ItemKey.initial(area, next.toEpochMilli())))
                            .isEqualTo(Outcome.Status.FINAL);
                }
                assertThat(world.agents()).hasSize(LedgerNetwork.SEATS).doesNotContain(lost);
                assertThat(bridge.hasFailed()).isFalse();
            }
        }
    }

    @Test
    void aFlatteringReportIsDisputedAndNoScoreChanges() throws IOException, ChainUnavailableException {
        String area = "area-lie";
        try (World world = World.of(cluster, area)) {
            Map<String, NodeView> before = world.nodes();
            world.period.settleWithout(world.usagePoints.get(0));
            try (BridgeApplication bridge = BridgeApplication.start(
                    settings("lie"),
                    world.network.chain(),
                    LedgerNetwork.operator(),
                    assembly -> assembly,
                    FlatteringAssembly::new)) {
                assertThat(world.awaitDecided(metered(area).delivery())).isEqualTo(Outcome.Status.DISPUTED);
                assertThat(world.awaitDecided(metered(area)))
                        .as("the run itself is honest")
                        .isEqualTo(Outcome.Status.FINAL);
                Map<String, NodeView> after = world.nodes();
                before.forEach((name, node) -> {
                    assertThat(after.get(name).scorePpm()).as(name).isEqualTo(node.scorePpm());
                    assertThat(after.get(name).reputationPpm()).as(name).isEqualTo(node.reputationPpm());
                    assertThat(after.get(name).banned()).as(name).isFalse();
                });
                Awaitility.await("receipts of clearing and run, which a disputed report keeps nobody from")
                        .atMost(ClusterFailure.PATIENCE)
                        .until(() -> world.market.values(TopicCatalogue.RECEIPTS).stream()
                                        .filter(receipt -> receipt.getAreaMrid().equals(area))
                                        .count()
                                == 2);
                assertThat(bridge.hasFailed()).isFalse();
            }
        }
    }

    /** Honest runs, and deliveries that are always what was promised. */
    private record FlatteringAssembly(RunAssembly honest) implements RunAssembly {

        @Override
        public void follow(int partition, long fromOffset) {
            honest.follow(partition, fromOffset);
        }

        @Override
        public void leave(int partition) {
            honest.leave(partition);
        }

        @Override
        public Optional<Batch> assemble(
                int partition,
                SettlementRunResult result,
                Decided initial,
                @Nullable Decided before,
                List<String> candidates,
                ChunkWriter.Sink chunks)
                throws AreaFault {
            return honest.assemble(partition, result, initial, before, candidates, chunks)
                    .map(batch -> new Batch(
                            batch.manifest(),
                            batch.leaves(),
                            batch.initialOffset(),
                            batch.deliveries().stream()
                                    .map(each ->
                                            new Delivery(each.usagePoint(), each.contractedWh(), each.contractedWh()))
                                    .toList()));
        }

        @Override
        public void done(int partition, ItemKey item) {
            honest.done(partition, item);
        }

        @Override
        public long lowestInputsOffset(int partition) {
            return honest.lowestInputsOffset(partition);
        }

        @Override
        public void close() {
            honest.close();
        }
    }
}
