package io.gridclear.bridge.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.TestDelivery;
import io.gridclear.bridge.TestNodes;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.RunClaim;
import io.gridclear.bridge.batch.RunManifest;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptVerdict;
import io.gridclear.engine.proof.ReceiptVerifier;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.delivery.PointHistory;
import io.gridclear.market.delivery.RunInput;
import io.gridclear.market.settlement.SettlementLine;
import io.gridclear.market.settlement.SettlementRun;
import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import io.gridclear.schemas.avro.SettlementInputs;
import io.gridclear.schemas.avro.SettlementRunResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** METERED and CORRECTION runs between a real ledger and Kafka's own mocks. */
class LaterRunsTest {

    private static final long PERIOD = BridgeWorld.PERIOD;

    private static String name(Receipt receipt) {
        return receipt.getAreaMrid() + "/" + receipt.getPeriodStart().toEpochMilli() + "/" + receipt.getRun() + "."
                + receipt.getRevision() + "/" + receipt.getFirstLineIndex();
    }

    private static List<String> initialMeteredAndCorrections(String area, int corrections) {
        List<String> names =
                new ArrayList<>(List.of(area + "/" + PERIOD + "/INITIAL.0/0", area + "/" + PERIOD + "/METERED.0/0"));
        for (int i = 1; i <= corrections; i++) {
            names.add(area + "/" + PERIOD + "/CORRECTION." + i + "/0");
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyRunBecomesFinalInItsOrderAndEveryLineVerifiesOffline(boolean routed) throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestBook book =
                    world.clear(0, routed ? TestBook.routed("a", PERIOD, 40, 1) : TestBook.of("a", PERIOD, 40, 1));
            TestDelivery delivery = TestDelivery.of(book);
            List<TestDelivery.Run> runs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                runs.add(world.deliver(0, delivery.next(i)));
            }
            world.turns(world.start(), 40);

            assertThat(world.receipts())
                    .extracting(LaterRunsTest::name)
                    .containsExactlyElementsOf(initialMeteredAndCorrections("a", 2));
            assertThat(world.receipts()).extracting(Receipt::getStatus).containsOnly(LedgerStatus.FINAL);
            TrustedState trusted =
                    TrustedState.of(world.nodes.chain().lightBlock(1).orElseThrow());
            ReceiptVerifier verifier = new ReceiptVerifier(StrictSignatures.best());
            for (int i = 0; i < runs.size(); i++) {
                requireProved(runs.get(i), world.receipts().get(i + 1), verifier, trusted);
            }
            assertThat(world.committed.get(BridgeWorld.runPartition(0)).offset())
                    .isEqualTo(3);
        }
    }

    private static void requireProved(
            TestDelivery.Run run, Receipt receipt, ReceiptVerifier verifier, TrustedState trusted) {
        List<byte[]> leaves = BatchRecords.split(BatchRecords.bytes(receipt.getLeafHashes()));
        MerkleTree tree = new MerkleTree(new Sha256());
        leaves.forEach(tree::add);
        ReceiptProof proof = ReceiptProof.of(BatchRecords.bytes(receipt.getProof()));
        assertThat(proof.outcome().outcome().item()).isEqualTo(run.item());
        assertThat(run.lines()).hasSameSizeAs(leaves);
        for (int i = 0; i < leaves.size(); i++) {
            SettlementLine line = run.lines().get(i);
            CanonicalWriter writer = new CanonicalWriter();
            byte[] leaf = MerkleTree.leafHash(line.write(writer, line.lineId(writer, new Sha256())), new Sha256());
            assertThat(leaf).as("leaf of %s", line).isEqualTo(leaves.get(i));
            assertThat(verifier.verifyLeaf(leaf, new LineProof(tree.path(i)), proof, trusted))
                    .isInstanceOf(ReceiptVerdict.Valid.class);
        }
    }

    /** The batch names the INITIAL one and repeats nothing of it; its hint leads there. */
    @Test
    void aBatchHoldsTheInputsAndNamesWhatItGoesOnFrom() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 10, 1)));
            world.clear(0, TestBook.of("b", PERIOD, 10, 1));
            TestDelivery.Run metered = world.deliver(0, delivery.next(1));
            TestDelivery.Run correction = world.deliver(0, delivery.next(2));
            world.turns(world.start(), 30);

            List<ClearingBatch> all = world.batches();
            List<ClearingBatch> parts =
                    all.stream().filter(part -> part.getRevision() == 1).toList();
            assertThat(parts).hasSize(2);
            ClearingBatch last = parts.get(1);
            assertThat(last.getClaim()).isNull();
            RunManifest manifest = (RunManifest) BatchRecords.toAnyManifest(last);
            assertThat(manifest.digest()).isEqualTo(BatchRecords.bytes(last.getSha256()));
            assertThat(manifest.entries()).isEqualTo(correction.inputs().size());
            assertThat(manifest.claim().isSameAs(delivery.claim(correction))).isTrue();
            assertThat(manifest.before()).isNotNull();
            assertThat(manifest.before().isSameAs(delivery.claim(metered))).isTrue();
            ClearingBatch initial = all.get((int) last.getInitialOffset());
            assertThat(initial.getAreaMrid()).isEqualTo("a");
            assertThat(initial.getRun()).isEqualTo(io.gridclear.schemas.avro.SettlementRun.INITIAL);
            assertThat(world.nodes
                            .operator(world.nodes.chain())
                            .prove(ItemKey.initial("a", PERIOD))
                            .orElseThrow()
                            .proof()
                            .outcome()
                            .batchDigest())
                    .isEqualTo(manifest.initialBatch());
        }
    }

    @Test
    void aPeriodWithoutOrdersOrReadingsHasLaterRunsToo() {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 0, 1)));
            world.deliver(0, delivery.asContracted());
            world.turns(world.start(), 20);
            assertThat(world.receipts())
                    .extracting(LaterRunsTest::name)
                    .containsExactlyElementsOf(initialMeteredAndCorrections("a", 0));
        }
    }

    @Test
    void itGoesOnAfterEveryPointAtWhichItMayBeKilled() throws Exception {
        int survived = 0;
        for (int dealing = 0; ; dealing += 1 + dealing / 20) {
            try (BridgeWorld world = new BridgeWorld()) {
                TestDelivery delivery = DeliveryReportTest.traded(world, 1);
                world.deliver(0, delivery.next(1));
                world.deliver(0, delivery.next(2));
                world.killAt(dealing);
                boolean killed = false;
                try {
                    world.turns(world.start(), 25);
                } catch (BridgeWorld.Killed e) {
                    killed = true;
                }
                world.killAt(Long.MAX_VALUE);
                world.turns(world.start(), 25);
                assertThat(world.receipts())
                        .as("receipts, killed at dealing %d", dealing)
                        .extracting(LaterRunsTest::name)
                        .containsExactlyElementsOf(initialMeteredAndCorrections("a", 1));
                assertThat(world.nodes.operator(world.nodes.chain()).outcomeCount())
                        .as("outcomes, killed at dealing %d: three runs and the deliveries", dealing)
                        .isEqualTo(4);
                if (!killed) {
                    break;
                }
                survived++;
            }
        }
        assertThat(survived).as("points at which it was killed").isGreaterThan(30);
    }

    /** A correction of a period that was settled long ago: another bridge, and nothing in memory. */
    @Test
    void aCorrectionThatComesYearsLaterFindsWhatItGoesOnFrom() {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 10, 1)));
            world.deliver(0, delivery.next(1));
            world.deliver(0, delivery.next(2));
            world.turns(world.start(), 30);
            for (int i = 1; i <= 40; i++) {
                world.clear(0, TestBook.of("a", PERIOD + i * 900_000L, 4, i));
            }
            world.turns(world.start(), 30);
            world.book.get(0).clear(); // retention has taken the log: the batch is what is kept
            int before = world.receipts().size();
            world.deliver(0, delivery.next(3));
            world.turns(world.start(), 20);
            assertThat(world.receipts().subList(before, world.receipts().size()))
                    .extracting(LaterRunsTest::name)
                    .containsExactly("a/" + PERIOD + "/CORRECTION.2/0");
        }
    }

    private static SettlementRunResult.Builder lie(TestDelivery.Run run) {
        return SettlementRunResult.newBuilder(run.result());
    }

    /** A run that is wrong by one nano, and one whose root is another. */
    @Test
    void aRunThatDoesNotFollowFromItsInputsStopsItsAreaAndNoOther() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery a = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 6, 1)));
            TestDelivery b = TestDelivery.of(world.clear(0, TestBook.of("b", PERIOD, 6, 1)));
            TestDelivery c = TestDelivery.of(world.clear(0, TestBook.of("c", PERIOD, 6, 1)));
            TestDelivery.Run wrong = a.next(1);
            world.deliver(
                    0,
                    wrong,
                    lie(wrong).setDebitNano(wrong.result().getDebitNano() + 1).build());
            TestDelivery.Run root = b.next(1);
            world.deliver(
                    0,
                    root,
                    lie(root).setSettlementRoot(ByteBuffer.wrap(new byte[32])).build());
            world.deliver(0, c.next(1));
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 20);

            assertThat(bridge.bridge.stoppedAreas()).containsOnlyKeys("a", "b");
            assertThat(bridge.bridge.stoppedAreas().get("a"))
                    .contains("debitNano is published as " + (wrong.result().getDebitNano() + 1));
            assertThat(bridge.bridge.stoppedAreas().get("b")).contains("settlementRoot is published as 0000");
            assertThat(world.receipts())
                    .extracting(LaterRunsTest::name)
                    .contains("c/" + PERIOD + "/METERED.0/0")
                    .noneMatch(name -> name.startsWith("a/" + PERIOD + "/M") || name.startsWith("b/" + PERIOD + "/M"));
            assertThat(world.nodes.operator(world.nodes.chain()).item(wrong.item()))
                    .isEmpty();
            assertThat(world.batches())
                    .as("nothing of a false run")
                    .noneMatch(part -> part.getAreaMrid().equals("a")
                            && part.getRun() == io.gridclear.schemas.avro.SettlementRun.METERED);
            assertThat(world.committed.get(BridgeWorld.runPartition(0)).offset())
                    .isZero();
            world.runs.get(0).set(0, wrong.result());
            world.runs.get(0).set(1, root.result());
            world.turns(world.start(), 20);
            assertThat(world.receipts())
                    .as("after the cause was mended")
                    .extracting(LaterRunsTest::name)
                    .contains("a/" + PERIOD + "/METERED.0/0", "b/" + PERIOD + "/METERED.0/0")
                    .doesNotHaveDuplicates();
        }
    }

    /** Inputs and run fit each other, but the history that they tell is not the one that was attested. */
    @Test
    void aHistoryThatWasMadeUpStopsTheArea() {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 6, 1)));
            TestDelivery.Run metered = world.deliver(0, delivery.next(1));
            List<RunInput> inputs = new ArrayList<>();
            for (RunInput input : metered.inputs()) {
                inputs.add(new RunInput(
                        input.point(), input.energy(), new PointHistory(List.of(new PointHistory.Entry(0, 77)))));
            }
            world.deliver(0, delivery.of(SettlementRun.correction(1), inputs));
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 30);
            assertThat(bridge.bridge.stoppedAreas().get("a")).contains("the run before left");
            assertThat(world.receipts())
                    .extracting(LaterRunsTest::name)
                    .containsExactlyElementsOf(initialMeteredAndCorrections("a", 0));
        }
    }

    @Test
    void inputsThatWereLostStopTheArea() {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 6, 1)));
            world.deliver(0, delivery.next(1));
            world.inputs.get(0).remove(world.inputs.get(0).size() - 1);
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 20);
            assertThat(bridge.bridge.stoppedAreas()).as("they may still come").isEmpty();
            world.nowMs += ClaimDesk.INCOMPLETE_FOR_MS;
            world.turns(bridge, 1);
            assertThat(bridge.bridge.stoppedAreas().get("a")).contains("retention is too short");
        }
    }

    /** On several brokers a run may be seen before the last, or any, of its inputs, though one transaction wrote both. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aRunThatIsAheadOfItsInputsWaitsForThem(int seen) {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 12, 1)));
            TestDelivery.Run run = world.deliver(0, delivery.next(1));
            List<SettlementInputs> all = List.copyOf(world.inputs.get(0));
            assertThat(all).hasSizeGreaterThan(seen);
            world.inputs.get(0).subList(seen, all.size()).clear();
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 20);
            assertThat(world.receipts())
                    .extracting(LaterRunsTest::name)
                    .containsExactlyElementsOf(
                            initialMeteredAndCorrections("a", 0).subList(0, 1));

            world.inputs.get(0).addAll(all.subList(seen, all.size()));
            world.nowMs += 5_000;
            world.turns(bridge, 20);
            assertThat(bridge.bridge.stoppedAreas()).isEmpty();
            assertThat(world.receipts())
                    .extracting(LaterRunsTest::name)
                    .containsExactlyElementsOf(initialMeteredAndCorrections("a", 0));
            assertThat(world.batches())
                    .as("each part published once")
                    .filteredOn(part -> BatchRecords.toItem(part).equals(run.item()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aRunWaitsForItsClearing() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestBook book = TestBook.of("a", PERIOD, 6, 1);
            TestDelivery delivery = TestDelivery.of(book);
            world.clear(0, TestBook.of("b", PERIOD, 6, 1));
            world.deliver(0, delivery.next(1));
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 20);
            assertThat(world.receipts()).extracting(Receipt::getAreaMrid).containsExactly("b");
            assertThat(bridge.bridge.underWay()).isEqualTo(1);
            assertThat(bridge.bridge.stoppedAreas()).isEmpty();

            world.clear(0, book);
            world.nowMs += 30_000;
            world.turns(bridge, 20);
            assertThat(world.receipts())
                    .filteredOn(receipt -> receipt.getAreaMrid().equals("a"))
                    .extracting(LaterRunsTest::name)
                    .containsExactlyElementsOf(initialMeteredAndCorrections("a", 0));
        }
    }

    /** After an outage later runs may come before clearings: those that wait must not take the room of what they wait for. */
    @Test
    void runsThatWaitLeaveRoomForTheirClearings() {
        try (BridgeWorld world = new BridgeWorld()) {
            int periods = BridgeLimits.DEFAULT.mostUnderWay() + 20;
            List<TestBook> books = new ArrayList<>();
            for (int i = 0; i < periods; i++) {
                books.add(TestBook.of("a", PERIOD + i * 900_000L, 0, i));
                world.deliver(0, TestDelivery.of(books.get(i)).asContracted());
            }
            world.clear(0, TestBook.of("b", PERIOD, 0, 1));
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 3);
            assertThat(bridge.bridge.underWay()).isGreaterThanOrEqualTo(BridgeLimits.DEFAULT.mostUnderWay());
            books.forEach(book -> world.clear(0, book));
            for (int i = 0; i < 60 && world.receipts().size() < 2 * periods + 1; i++) {
                world.nowMs += 10_000;
                world.turn(bridge);
            }
            assertThat(world.receipts()).hasSize(2 * periods + 1);
        }
    }

    /** Application and bridge lie alike: the agents do not, and nothing can go on from there. */
    @Test
    void aLyingOperatorIsDisputedAndNoLaterRunFollows() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 6, 1)));
            TestDelivery other = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD + 900_000, 6, 2)));
            world.deliver(0, delivery.next(1));
            TestDelivery.Run correction = world.deliver(0, delivery.next(2));
            BridgeWorld.Instance liar = world
                    .new Instance(assembly -> assembly, honest -> new AlteredRuns(honest, LaterRunsTest::lie))
                    .assign(world.clearings.keySet());
            world.turns(liar, 20);

            assertThat(world.receipts())
                    .filteredOn(receipt -> receipt.getRun() == io.gridclear.schemas.avro.SettlementRun.METERED)
                    .singleElement()
                    .satisfies(receipt -> {
                        assertThat(receipt.getStatus()).isEqualTo(LedgerStatus.DISPUTED);
                        assertThat(receipt.getLeafHashes().remaining()).isZero();
                    });
            world.deliver(0, other.next(3));
            BridgeWorld.Instance honest = world.start();
            world.turns(honest, 20);
            assertThat(honest.bridge.stoppedAreas()).isEmpty();
            assertThat(world.receipts())
                    .as("another period of the area goes on")
                    .extracting(LaterRunsTest::name)
                    .contains("a/" + (PERIOD + 900_000) + "/METERED.0/0")
                    .noneMatch(name -> name.contains("CORRECTION"));
            assertThat(world.nodes.operator(world.nodes.chain()).item(correction.item()))
                    .isEmpty();
            assertThat(world.meters
                            .get("gridclear.bridge.items.barred")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(world.committed.get(BridgeWorld.runPartition(0)).offset())
                    .as("what is barred is done with")
                    .isEqualTo(3);
        }
    }

    /** Another hash than that of the honest work. */
    private static RunAssembly.Batch lie(RunAssembly.Batch batch) {
        RunManifest m = batch.manifest();
        RunClaim c = m.claim();
        RunClaim lie = new RunClaim(
                new Sha256().hash(c.outcomeHash()), c.ruleVersion(), c.bookHash(), c.initialRoot(), c.outcome());
        return new RunAssembly.Batch(
                new RunManifest(m.item(), m.initialBatch(), m.entries(), m.chunkHashes(), lie, m.before()),
                batch.leaves(),
                batch.initialOffset(),
                batch.deliveries());
    }

    @Test
    void aClearingThatIsDisputedHasNoLaterRuns() {
        try (BridgeWorld world = new BridgeWorld()) {
            TestDelivery delivery = TestDelivery.of(world.clear(0, TestBook.of("a", PERIOD, 6, 1)));
            BridgeWorld.Instance bridge = world.start();
            bridge.turn();
            world.nodes.makeBlock();
            world.nodes.attest(0, TestNodes.NODES, item -> new byte[32]);
            world.nodes.makeBlock();
            world.deliver(0, delivery.next(1));
            world.turns(bridge, 20);
            assertThat(world.receipts())
                    .singleElement()
                    .extracting(Receipt::getStatus)
                    .isEqualTo(LedgerStatus.DISPUTED);
            assertThat(bridge.bridge.underWay()).isZero();
            assertThat(world.meters
                            .get("gridclear.bridge.items.barred")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5, 9, 14})
    void aRebalanceInTheMiddleNeitherLosesNorDoubles(int turnsBefore) {
        try (BridgeWorld world = new BridgeWorld()) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                TestDelivery delivery = TestDelivery.of(world.clear(i % 2, TestBook.of("area-" + i, PERIOD, 4, i)));
                world.deliver(i % 2, delivery.next(1));
                world.deliver(i % 2, delivery.next(2));
                expected.addAll(initialMeteredAndCorrections("area-" + i, 1));
            }
            BridgeWorld.Instance first = world.start();
            world.turns(first, turnsBefore);
            first.assign(List.of(0));
            BridgeWorld.Instance second = world.new Instance(assembly -> assembly).assign(List.of(1));
            for (int i = 0; i < 25; i++) {
                second.turn();
                world.turn(first);
            }
            assertThat(world.receipts())
                    .as("rebalanced after %d", turnsBefore)
                    .extracting(LaterRunsTest::name)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
