package io.gridclear.bridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.TestDelivery;
import io.gridclear.bridge.TestNodes;
import io.gridclear.bridge.ledger.ChainLedger;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.key.ValidatorKey;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.RegisterCandidate;
import io.gridclear.ledger.transaction.Possession;
import io.gridclear.market.delivery.Contract;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.order.Side;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Deliveries of the candidates' usage points on their way from a METERED run to scores. */
class DeliveryReportTest {

    private static final long PERIOD = BridgeWorld.PERIOD;

    private static Map<String, NodeView> nodes(BridgeWorld world) throws ChainUnavailableException {
        Map<String, NodeView> nodes = new TreeMap<>();
        world.nodes.operator(world.nodes.chain()).nodes().forEach(node -> nodes.put(node.name(), node));
        return nodes;
    }

    private static Optional<Outcome> outcome(BridgeWorld world, ItemKey item) throws ChainUnavailableException {
        return world.nodes
                .operator(world.nodes.chain())
                .item(item)
                .map(answer -> ((ItemAnswer.Decided) answer).outcome());
    }

    /** Everybody delivers as contracted but the usage point of node 0, which delivers nothing. */
    private static TestDelivery.Run withoutPoint0(TestDelivery delivery) {
        List<RunInput> inputs = new ArrayList<>();
        delivery.contracts().forEach((point, contract) -> {
            long wh = point.usagePoint().equals("point-0") ? 0 : contract.contractedWh();
            inputs.add(new RunInput(
                    point,
                    contract.side() == Side.SELL
                            ? new MeteredEnergy(0, wh, 900_000, false)
                            : new MeteredEnergy(wh, 0, 900_000, false),
                    PointHistory.EMPTY));
        });
        return delivery.next(inputs);
    }

    /** A book in which the first four usage points have firm trades. */
    static TestDelivery traded(BridgeWorld world, long seed) {
        for (long tried = seed; ; tried++) {
            TestBook book = TestBook.of("a", PERIOD, 8, tried);
            Map<String, Long> firm = new TreeMap<>();
            TestDelivery.of(book)
                    .contracts()
                    .forEach((point, contract) -> firm.put(point.usagePoint(), contract.firmWh()));
            if (List.of("point-0", "point-1", "point-2", "point-3").stream()
                    .allMatch(point -> firm.getOrDefault(point, 0L) > 0)) {
                return TestDelivery.of(world.clear(0, book));
            }
        }
    }

    @Test
    void whoDeliversLosesNothingAndWhoDoesNotLosesItsReputation() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery.Run run = world.deliver(0, withoutPoint0(traded(world, 1)));
            world.turns(world.start(), 20);
            assertThat(outcome(world, run.item().delivery()).orElseThrow().status())
                    .isEqualTo(Outcome.Status.FINAL);
            Map<String, NodeView> nodes = nodes(world);
            assertThat(nodes.get("node-0").reputationPpm()).isZero();
            for (int i = 1; i < TestNodes.NODES; i++) {
                assertThat(nodes.get("node-" + i).reputationPpm()).isEqualTo(1_000_000);
            }
            assertThat(world.receipts())
                    .as("clearing and run; deliveries have none")
                    .hasSize(2);
        }
    }

    /** A candidate whose usage points traded nothing keeps its score. */
    @Test
    void withoutATradeNothingChanges() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 2, 3)));
            delivery.contracts()
                    .values()
                    .forEach(contract -> assertThat(contract).isNotEqualTo(Contract.NONE));
            Map<String, NodeView> before = nodes(world);
            TestDelivery.Run run = world.deliver(0, withoutPoint0(delivery));
            world.turns(world.start(), 20);
            assertThat(outcome(world, run.item().delivery())).isPresent();
            assertThat(nodes(world).get("node-3").scorePpm())
                    .isEqualTo(before.get("node-3").scorePpm());
        }
    }

    /** The ledger takes no report that leaves a usage point out, and who registers while the run is decided has one. */
    @Test
    void whoRegistersWhileTheRunIsDecidedIsInTheReport() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery.Run run = world.deliver(0, withoutPoint0(traded(world, 1)));
            BridgeWorld.Instance bridge = world.start();
            boolean registered = false;
            for (int turn = 0; turn < 30; turn++) {
                bridge.turn();
                world.nodes.makeBlock();
                if (!registered && isOpen(world, run.item())) {
                    register(world, "late-point");
                    registered = true;
                }
                world.nodes.attest(0, TestNodes.NODES, world::hash);
                world.nodes.makeBlock();
                world.nowMs += 200;
            }
            assertThat(nodes(world)).containsKey("late");
            Outcome outcome = outcome(world, run.item().delivery()).orElseThrow();
            assertThat(outcome.status()).isEqualTo(Outcome.Status.FINAL);
            assertThat(world.report(run.item().delivery()).deliveries())
                    .extracting(Delivery::usagePoint)
                    .contains("late-point");
            assertThat(outcome.verifiedHash())
                    .isEqualTo(world.report(run.item().delivery()).hash());
            assertThat(world.receipts()).hasSize(2);
        }
    }

    private static boolean isOpen(BridgeWorld world, ItemKey item) throws ChainUnavailableException {
        return world.nodes.operator(world.nodes.chain()).item(item).orElse(null) instanceof ItemAnswer.Open;
    }

    private static void register(BridgeWorld world, String usagePoint) throws ChainUnavailableException {
        ValidatorKey node = TestNodes.key(77);
        ValidatorKey validator = TestNodes.key(78);
        ChainLedger ledger = new ChainLedger(world.nodes.chain(), node, StrictSignatures.best(), null);
        ledger.submit(
                new RegisterCandidate(
                        "late",
                        validator.publicKey(),
                        validator.sign(Possession.message(ledger.chainId(), node.publicKey())),
                        List.of(usagePoint)),
                "late".getBytes(StandardCharsets.US_ASCII));
        world.nodes.makeBlock();
    }

    /** A lone order: whatever is metered, no candidate has traded, and no score could change. */
    @Test
    void whereNoCandidateHasTradedNothingIsReported() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 1, 1)));
            assertThat(delivery.contracts().values())
                    .isNotEmpty()
                    .allSatisfy(contract -> assertThat(contract.firmWh()).isZero());
            TestDelivery.Run run = world.deliver(0, withoutPoint0(delivery));
            world.turns(world.start(), 20);
            assertThat(outcome(world, run.item())).isPresent();
            assertThat(outcome(world, run.item().delivery())).isEmpty();
            assertThat(world.receipts()).hasSize(2);
        }
    }

    @Test
    void aReportThatFlattersANodeIsDisputedAndChangesNoScore() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            Map<String, NodeView> before = nodes(world);
            TestDelivery.Run run = world.deliver(0, withoutPoint0(traded(world, 1)));
            BridgeWorld.Instance liar = world
                    .new Instance(assembly -> assembly, honest -> new AlteredRuns(honest, DeliveryReportTest::flatter))
                    .assign(world.clearings.keySet());
            world.turns(liar, 20);
            assertThat(outcome(world, run.item()).orElseThrow().status())
                    .as("the run itself is honest")
                    .isEqualTo(Outcome.Status.FINAL);
            assertThat(outcome(world, run.item().delivery()).orElseThrow().status())
                    .isEqualTo(Outcome.Status.DISPUTED);
            Map<String, NodeView> after = nodes(world);
            before.forEach((name, node) ->
                    assertThat(after.get(name).scorePpm()).as(name).isEqualTo(node.scorePpm()));
            assertThat(world.receipts()).hasSize(2);
        }
    }

    /** As delivered whatever was promised. */
    private static RunAssembly.Batch flatter(RunAssembly.Batch batch) {
        return new RunAssembly.Batch(
                batch.manifest(),
                batch.leaves(),
                batch.initialOffset(),
                batch.deliveries().stream()
                        .map(each -> new Delivery(each.usagePoint(), each.contractedWh(), each.contractedWh()))
                        .toList());
    }
}
