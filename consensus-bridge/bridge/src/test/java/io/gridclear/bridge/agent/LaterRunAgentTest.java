package io.gridclear.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.TestDelivery;
import io.gridclear.bridge.TestNodes;
import io.gridclear.bridge.agent.Verdict.Fault;
import io.gridclear.bridge.agent.Verdict.Invalid;
import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.batch.RunClaim;
import io.gridclear.bridge.batch.RunManifest;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction.Delivery;
import io.gridclear.ledger.transaction.LedgerTransaction.ReportDelivery;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.MeteredEnergy;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.schemas.avro.ClearingBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent attests to of METERED and CORRECTION runs, and when it says nothing. */
class LaterRunAgentTest {

    private static final long PERIOD = 900_000_000L;
    private static final int ORDERS = 8;

    private final TestBook book = TestBook.of("a", PERIOD, ORDERS, 1);
    private final TestDelivery delivery = TestDelivery.of(book);
    private final TestDelivery.Run metered = delivery.next(1);
    private final TestDelivery.Run correction = delivery.next(2);

    private static String invalid(ItemKey item, Fault fault) {
        return HexFormat.of().formatHex(new Invalid(fault, "").hash(item));
    }

    /** Publishes the INITIAL run, which agent and nodes make FINAL; digest of its batch. */
    private static byte[] settleInitial(AgentWorld world, TestBook of) {
        world.register(of.area(), ORDERS);
        List<ClearingBatch> parts = of.terms().hasFeeder()
                ? AgentWorld.routedParts(of, FeederCodec.encode(TestBook.FEEDER.feeder()), of.claim())
                : AgentWorld.parts(of, of.entries(), of.claim());
        world.publish(parts);
        decide(world, of.claim().outcomeHash());
        return BatchRecords.toManifest(parts.get(parts.size() - 1)).digest();
    }

    private static void decide(AgentWorld world, byte[] hash) {
        world.turn();
        world.nodes.attest(0, TestNodes.NODES, item -> hash);
        world.nodes.makeBlock();
        for (int i = 0; i < 3; i++) {
            world.turn();
        }
        try {
            assertThat(world.nodes.operator(world.nodes.chain()).openItems()).isEmpty();
        } catch (ChainUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    private static List<ClearingBatch> parts(
            TestDelivery.Run run, byte[] initial, RunClaim claim, @Nullable RunClaim before, long hint) {
        List<ClearingBatch> parts = new ArrayList<>();
        ChunkWriter chunks = new ChunkWriter((number, count, payload, hash) ->
                parts.add(BatchRecords.chunk(run.item(), number, count, payload, hash)));
        run.inputs().forEach(chunks::add);
        parts.add(BatchRecords.manifest(
                new RunManifest(run.item(), initial, run.inputs().size(), chunks.finish(), claim, before), hint));
        return parts;
    }

    private static RunManifest manifest(List<ClearingBatch> parts) {
        return (RunManifest) BatchRecords.toAnyManifest(parts.get(parts.size() - 1));
    }

    /** Publishes a run and opens its item with the claim of its manifest. */
    private static ItemKey publish(AgentWorld world, List<ClearingBatch> parts) {
        world.batches.addAll(parts);
        return open(world, manifest(parts));
    }

    private static ItemKey open(AgentWorld world, RunManifest manifest) {
        world.open(
                manifest.item(),
                manifest.digest(),
                manifest.outcomeHash(),
                manifest.settlementRoot(),
                manifest.settlementLines());
        return manifest.item();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itAttestsToWhatItComputesOfEveryRun(boolean routed) {
        TestBook of = routed ? TestBook.routed("a", PERIOD, ORDERS, 7) : book;
        TestDelivery delivered = TestDelivery.of(of);
        try (AgentWorld world = new AgentWorld()) {
            byte[] initial = settleInitial(world, of);
            RunClaim before = null;
            for (int i = 0; i < 3; i++) {
                TestDelivery.Run run = delivered.next(i);
                RunClaim claim = delivered.claim(run);
                ItemKey item = publish(world, parts(run, initial, claim, before, 0));
                world.turn();
                assertThat(world.attested(item)).as("%s", item).contains(TestDelivery.hash(run));
                decide(world, claim.outcomeHash());
                before = claim;
            }
        }
    }

    /** The operator's claim is that of readings which differ by one Wh from those that it publishes. */
    @Test
    void aWrongClaimIsNotItsOwn() {
        List<RunInput> other = new ArrayList<>(metered.inputs());
        RunInput first = other.get(0);
        MeteredEnergy energy = first.energy();
        MeteredEnergy more =
                new MeteredEnergy(energy.importWh(), energy.exportWh() + 1, energy.coveredMs(), energy.estimated());
        other.set(0, new RunInput(first.point(), more, first.before()));
        TestDelivery.Run lie = TestDelivery.of(book).next(other);
        assertThat(TestDelivery.hash(lie)).isNotEqualTo(TestDelivery.hash(metered));
        try (AgentWorld world = new AgentWorld()) {
            byte[] initial = settleInitial(world, book);
            List<ClearingBatch> parts = parts(metered, initial, delivery.claim(lie), null, 0);
            world.batches.addAll(parts);
            RunManifest manifest = manifest(parts);
            RunClaim honest = delivery.claim(metered);
            world.open(
                    manifest.item(),
                    manifest.digest(),
                    manifest.outcomeHash(),
                    honest.settlementRoot(),
                    honest.settlementLines());
            world.turn();
            assertThat(world.attested(manifest.item())).contains(TestDelivery.hash(metered));
        }
    }

    /**
     * Years later: the agent is another, has never seen the INITIAL batch, and the keys that the orders were signed with are
     * not in the register any more. A hint may lead astray.
     */
    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 2, 1_000_000})
    void anAgentThatBeganLongAfterFindsTheInitialBatch(long hint) {
        try (AgentWorld world = new AgentWorld()) {
            byte[] initial = settleInitial(world, book);
            RunClaim claim = delivery.claim(metered);
            publish(world, parts(metered, initial, claim, null, 0));
            decide(world, claim.outcomeHash());
            world.points.clear();
            world.committed = world.batches.size();
            world.restart();
            ItemKey item = publish(world, parts(correction, initial, delivery.claim(correction), claim, hint));
            world.turn();
            assertThat(world.attested(item)).contains(TestDelivery.hash(correction));
        }
    }

    @Test
    void aRunWithoutTheInitialBatchWaits() {
        try (AgentWorld world = new AgentWorld()) {
            byte[] initial = settleInitial(world, book);
            List<ClearingBatch> taken = List.copyOf(world.batches);
            world.batches.replaceAll(part -> ClearingBatch.newBuilder(part)
                    .setPayload(ByteBuffer.allocate(0))
                    .build());
            ItemKey item = publish(world, parts(metered, initial, delivery.claim(metered), null, 0));
            world.turn();
            assertThat(world.attested(item)).isEmpty();
            for (int i = 0; i < taken.size(); i++) {
                world.batches.set(i, taken.get(i));
            }
            world.nowMs += 30_000;
            world.turn();
            assertThat(world.attested(item)).contains(TestDelivery.hash(metered));
        }
    }

    @Test
    void aChunkThatHasNotComeIsWaitedFor() {
        try (AgentWorld world = new AgentWorld()) {
            byte[] initial = settleInitial(world, book);
            List<ClearingBatch> parts = parts(metered, initial, delivery.claim(metered), null, 0);
            world.batches.add(parts.get(parts.size() - 1));
            ItemKey item = open(world, manifest(parts));
            world.turn();
            assertThat(world.attested(item)).isEmpty();
            world.batches.add(parts.get(0));
            world.nowMs += 30_000;
            world.turn();
            assertThat(world.attested(item)).contains(TestDelivery.hash(metered));
        }
    }

    private interface Lie {
        List<ClearingBatch> of(byte[] initial);
    }

    private void requireFault(Fault fault, String what, Lie lie) {
        try (AgentWorld world = new AgentWorld()) {
            byte[] initial = settleInitial(world, book);
            ItemKey item = publish(world, lie.of(initial));
            world.turn();
            assertThat(world.attested(item)).as(what).contains(invalid(item, fault));
        }
    }

    @Test
    void aBatchThatNoHonestOperatorMadeIsInvalid() {
        RunClaim claim = delivery.claim(metered);
        requireFault(
                Fault.WRONG_BASE,
                "another INITIAL batch",
                initial -> parts(metered, new Sha256().hash(initial), claim, null, 0));
        requireFault(Fault.WRONG_BASE, "METERED after something", initial -> parts(metered, initial, claim, claim, 0));
        List<RunInput> exchanged = new ArrayList<>(metered.inputs());
        Collections.swap(exchanged, 0, 1);
        requireFault(
                Fault.RULE_BROKEN,
                "inputs out of order",
                initial -> parts(with(metered, exchanged), initial, claim, null, 0));
        requireFault(
                Fault.RULE_BROKEN,
                "a usage point with items left out",
                initial -> parts(with(metered, metered.inputs().subList(1, ORDERS)), initial, claim, null, 0));
        requireFault(
                Fault.RULE_BROKEN,
                "a history before METERED",
                initial -> parts(with(metered, withHistory(metered, Long.MAX_VALUE / 2)), initial, claim, null, 0));
        requireFault(Fault.MALFORMED, "noise", initial -> {
            byte[] noise = "no inputs at all".getBytes(StandardCharsets.US_ASCII);
            byte[] hash = new Sha256().hash(noise);
            RunManifest manifest = new RunManifest(metered.item(), initial, 1, List.of(hash), claim, null);
            return List.of(BatchRecords.chunk(metered.item(), 0, 1, noise, hash), BatchRecords.manifest(manifest, 0));
        });
        requireFault(Fault.INCOMPLETE, "one input less than it says", initial -> {
            List<ClearingBatch> parts = parts(metered, initial, claim, null, 0);
            RunManifest m = manifest(parts);
            parts.set(
                    parts.size() - 1,
                    BatchRecords.manifest(
                            new RunManifest(m.item(), initial, m.entries() + 1, m.chunkHashes(), claim, null), 0));
            return parts;
        });
    }

    private static TestDelivery.Run with(TestDelivery.Run run, List<RunInput> inputs) {
        return new TestDelivery.Run(
                run.item(), inputs, run.parts(), run.result(), run.outcome(), run.lines(), run.contracts());
    }

    private static List<RunInput> withHistory(TestDelivery.Run run, long wh) {
        return run.inputs().stream()
                .map(input -> new RunInput(
                        input.point(), input.energy(), new PointHistory(List.of(new PointHistory.Entry(0, wh)))))
                .toList();
    }

    private record Astray(
            String what, TestDelivery.Run run, @Nullable RunClaim before, Fault fault) {}

    /** The state before is the one that the ledger's verified hash covers, and no other. */
    @Test
    void aCorrectionThatGoesOnFromAnotherStateIsInvalid() {
        RunClaim after = delivery.claim(metered);
        TestDelivery.Run another = TestDelivery.of(book)
                .of(
                        SettlementRun.METERED,
                        metered.inputs().stream()
                                .map(input -> new RunInput(input.point(), MeteredEnergy.MISSING, input.before()))
                                .toList());
        for (Astray one : List.of(
                new Astray("other histories", with(correction, withHistory(correction, 77)), after, Fault.RULE_BROKEN),
                new Astray(
                        "histories that overflow",
                        with(correction, withHistory(correction, Long.MAX_VALUE / 2)),
                        after,
                        Fault.RULE_BROKEN),
                new Astray("another METERED run", correction, delivery.claim(another), Fault.WRONG_BASE),
                new Astray("none", correction, null, Fault.WRONG_BASE))) {
            try (AgentWorld world = new AgentWorld()) {
                byte[] initial = settleInitial(world, book);
                publish(world, parts(metered, initial, after, null, 0));
                decide(world, after.outcomeHash());
                ItemKey item = publish(world, parts(one.run(), initial, delivery.claim(correction), one.before(), 0));
                world.turn();
                assertThat(world.attested(item)).as(one.what()).contains(invalid(item, one.fault()));
            }
        }
    }

    @Test
    void aRootThatIsNotTheRunsIsNoneThatReceiptsMayRestOn() {
        try (AgentWorld world = new AgentWorld()) {
            byte[] initial = settleInitial(world, book);
            List<ClearingBatch> parts = parts(metered, initial, delivery.claim(metered), null, 0);
            world.batches.addAll(parts);
            RunManifest m = manifest(parts);
            world.open(m.item(), m.digest(), m.outcomeHash(), new byte[32], m.settlementLines());
            world.turn();
            assertThat(world.attested(m.item())).contains(invalid(m.item(), Fault.CONTRADICTING_CLAIM));
        }
    }

    /** The operator reports figures; the agent attests to its own, from the METERED run's batch. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void itAttestsToTheDeliveriesThatItComputes(long liesByWh) throws ChainUnavailableException {
        try (AgentWorld world = new AgentWorld()) {
            byte[] initial = settleInitial(world, book);
            RunClaim claim = delivery.claim(metered);
            publish(world, parts(metered, initial, claim, null, 0));
            decide(world, claim.outcomeHash());
            var operator = world.nodes.operator(world.nodes.chain());
            List<String> points = operator.nodes().stream()
                    .flatMap(node -> node.usagePoints().stream())
                    .toList();
            List<Delivery> honest = metered.deliveries(points);
            assertThat(honest).anyMatch(each -> each.contractedWh() > 0);
            List<Delivery> reported = honest.stream()
                    .map(each -> new Delivery(each.usagePoint(), each.contractedWh(), each.deliveredWh() + liesByWh))
                    .toList();
            operator.submit(new ReportDelivery(metered.item(), reported), "report".getBytes(StandardCharsets.US_ASCII));
            world.nodes.makeBlock();
            world.turn();
            String own = HexFormat.of().formatHex(new ReportDelivery(metered.item(), honest).hash());
            assertThat(world.attested(metered.item().delivery())).contains(own);
        }
    }

    @Test
    void theBatchOfTheClearingIsNoneOfALaterRun() {
        try (AgentWorld world = new AgentWorld()) {
            settleInitial(world, book);
            TestBook other = TestBook.of("a", PERIOD, ORDERS, 2);
            List<ClearingBatch> parts = AgentWorld.parts(other, other.entries(), other.claim());
            BatchManifest manifest = BatchRecords.toManifest(parts.get(parts.size() - 1));
            world.batches.addAll(parts);
            world.open(metered.item(), manifest.digest(), book.claim());
            world.turn();
            assertThat(world.attested(metered.item())).contains(invalid(metered.item(), Fault.WRONG_ITEM));
        }
    }
}
