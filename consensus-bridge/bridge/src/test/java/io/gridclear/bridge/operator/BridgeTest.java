package io.gridclear.bridge.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.TestNodes;
import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.ChunkWriter;
import io.gridclear.bridge.batch.Claim;
import io.gridclear.bridge.ledger.StrictSignatures;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.engine.light.TrustedState;
import io.gridclear.engine.proof.LineProof;
import io.gridclear.engine.proof.ReceiptProof;
import io.gridclear.engine.proof.ReceiptVerdict;
import io.gridclear.engine.proof.ReceiptVerifier;
import io.gridclear.ledger.application.ReplicatedApplication.TransactionResult;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.transaction.LedgerTransaction.SubmitClearings;
import io.gridclear.ledger.transaction.RefusalCode;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.canonical.MerklePath;
import io.gridclear.market.canonical.MerkleTree;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.schemas.avro.BatchPartKind;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.LedgerStatus;
import io.gridclear.schemas.avro.Receipt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's side between a real ledger and Kafka's own mocks. */
class BridgeTest {

    private static final long PERIOD = BridgeWorld.PERIOD;

    @Test
    void aClearingBecomesFinalAndEveryLineVerifiesOffline() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestBook period = world.clear(0, TestBook.of("a", PERIOD, 2_600, 1));
            world.turns(world.start(), 6);

            List<Receipt> receipts = world.receipts();
            long lines = period.claim().settlementLines();
            assertThat(lines).isGreaterThan(4_096);
            assertThat(receipts).hasSize((int) ((lines + 4_095) / 4_096));
            assertThat(receipts).extracting(Receipt::getStatus).containsOnly(LedgerStatus.FINAL);
            TrustedState trusted =
                    TrustedState.of(world.nodes.chain().lightBlock(1).orElseThrow());
            ReceiptVerifier verifier = new ReceiptVerifier(StrictSignatures.best());
            MerkleTree tree = new MerkleTree(new Sha256());
            for (Receipt receipt : receipts) {
                BatchRecords.split(BatchRecords.bytes(receipt.getLeafHashes())).forEach(tree::add);
            }
            assertThat(tree.root()).isEqualTo(period.claim().settlementRoot());
            for (Receipt receipt : receipts) {
                List<byte[]> leaves = BatchRecords.split(BatchRecords.bytes(receipt.getLeafHashes()));
                byte[] blockRoot = MerkleTree.root(leaves, new Sha256());
                MerklePath blockPath = new MerklePath(
                        12,
                        receipt.getFirstLineIndex() >> 12,
                        receipt.getSettlementLines(),
                        BatchRecords.split(BatchRecords.bytes(receipt.getPath())));
                assertThat(blockPath.leadsTo(blockRoot, BatchRecords.bytes(receipt.getSettlementRoot()), new Sha256()))
                        .isTrue();
                LineProof place = new LineProof(tree.path(receipt.getFirstLineIndex()));
                assertThat(verifier.verifyLeaf(
                                leaves.get(0), place, ReceiptProof.of(BatchRecords.bytes(receipt.getProof())), trusted))
                        .isInstanceOf(ReceiptVerdict.Valid.class);
            }
            assertThat(world.committed.get(BridgeWorld.topicPartition(0)).offset())
                    .isEqualTo(1);
        }
    }

    @Test
    void aPeriodWithoutOrdersHasOneReceiptWithoutLeaves() {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 0, 1));
            world.turns(world.start(), 6);

            assertThat(world.receipts()).singleElement().satisfies(receipt -> {
                assertThat(receipt.getStatus()).isEqualTo(LedgerStatus.FINAL);
                assertThat(receipt.getSettlementLines()).isZero();
                assertThat(receipt.getLeafHashes().remaining()).isZero();
            });
        }
    }

    @Test
    void theBatchHoldsTheLogAndItsManifestComesLast() {
        try (BridgeWorld world = new BridgeWorld()) {
            TestBook period = world.clear(0, TestBook.of("a", PERIOD, 4_000, 1));
            world.turns(world.start(), 1);

            var parts = world.batches();
            assertThat(parts.size()).isGreaterThan(2);
            var last = parts.get(parts.size() - 1);
            assertThat(last.getKind()).isEqualTo(BatchPartKind.MANIFEST);
            BatchManifest manifest = BatchRecords.toManifest(last);
            assertThat(manifest.entries()).isEqualTo(period.entries().size());
            assertThat(manifest.claim().isSameAs(period.claim())).isTrue();
            assertThat(BatchRecords.bytes(last.getSha256())).isEqualTo(manifest.digest());
            assertThat(parts.subList(0, parts.size() - 1)).allSatisfy(part -> {
                assertThat(part.getKind()).isEqualTo(BatchPartKind.CHUNK);
                assertThat(part.getPayload().remaining()).isLessThanOrEqualTo(ChunkWriter.MOST_BYTES);
                assertThat(new Sha256().hash(BatchRecords.bytes(part.getPayload())))
                        .isEqualTo(manifest.chunkHashes().get(part.getChunk()));
            });
        }
    }

    @Test
    void itGoesOnAfterEveryPointAtWhichItMayBeKilled() throws Exception {
        int survived = 0;
        for (int dealing = 0; ; dealing++) {
            try (BridgeWorld world = new BridgeWorld()) {
                world.clear(0, TestBook.of("a", PERIOD, 6, 1));
                world.clear(0, TestBook.of("b", PERIOD, 4, 2));
                world.clear(1, TestBook.of("c", PERIOD, 2, 3));
                world.killAt(dealing);
                boolean killed = false;
                try {
                    world.turns(world.start(), 12);
                } catch (BridgeWorld.Killed e) {
                    killed = true;
                }
                world.killAt(Long.MAX_VALUE);
                world.turns(world.start(), 12);
                assertEachHasItsReceipts(world, "killed at dealing " + dealing);
                assertThat(world.nodes.operator(world.nodes.chain()).outcomeCount())
                        .as("outcomes, killed at dealing %d", dealing)
                        .isEqualTo(3);
                if (!killed) {
                    break;
                }
                survived++;
            }
        }
        assertThat(survived).as("points at which it was killed").isGreaterThan(60);
    }

    private static void assertEachHasItsReceipts(BridgeWorld world, String when) {
        List<String> expected = new ArrayList<>();
        world.periods.forEach((item, period) -> {
            long lines = period.claim().settlementLines();
            for (long first = 0; first < Math.max(1, lines); first += 4_096) {
                expected.add(item.area() + "/" + item.periodStart() + "/" + first);
            }
        });
        assertThat(world.receipts())
                .as("receipts, %s", when)
                .extracting(receipt -> receipt.getAreaMrid() + "/"
                        + receipt.getPeriodStart().toEpochMilli() + "/" + receipt.getFirstLineIndex())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aChainThatIsDownForAMinuteCostsAFewTriesAndLosesNothing() {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 4, 1));
            BridgeWorld.Instance bridge = world.start();
            world.chain.down = true;
            long until = world.nowMs + 60_000;
            while (world.nowMs < until) {
                bridge.turn();
                world.nowMs += 100;
            }
            assertThat(world.chain.calls).as("tries within a minute").isBetween(5, 12);
            assertThat(world.meters.get("gridclear.chain.up").gauge().value()).isZero();
            assertThat(world.committed).isEmpty();

            world.chain.down = false;
            world.nowMs += 30_000;
            world.turns(bridge, 6);
            assertEachHasItsReceipts(world, "after a minute");
            assertThat(world.meters.get("gridclear.chain.up").gauge().value()).isEqualTo(1);
        }
    }

    @Test
    void aChainThatRefusesIsAskedAgainWithGrowingPauses() {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 4, 1));
            BridgeWorld.Instance bridge = world.start();
            world.chain.refusal = new TransactionResult(RefusalCode.TOO_MANY_ITEMS.code(), "full");
            for (int i = 0; i < 600; i++) {
                bridge.turn();
                world.nowMs += 100;
            }
            assertThat(world.chain.submissions).as("claims within a minute").isBetween(5, 12);
            assertThat(world.meters
                            .get("gridclear.chain.refusals")
                            .tag("code", "TOO_MANY_ITEMS")
                            .counter()
                            .count())
                    .isEqualTo(world.chain.submissions);
            assertThat(world.batches()).hasSize(2);

            world.chain.refusal = null;
            world.nowMs += 30_000;
            world.turns(bridge, 6);
            assertEachHasItsReceipts(world, "after the refusals");
            assertThat(world.batches()).as("published once").hasSize(2);
        }
    }

    @Test
    void aClaimThatTheMempoolForgetsIsHandedInAgain() {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 4, 1));
            BridgeWorld.Instance bridge = world.start();
            world.chain.forgetful = true;
            world.turns(bridge, 3);
            assertThat(world.chain.submissions).isEqualTo(1);
            world.chain.forgetful = false;
            world.turns(bridge, 40);
            assertThat(world.chain.submissions).isEqualTo(2);
            assertEachHasItsReceipts(world, "after the mempool forgot");
        }
    }

    @Test
    void aResultThatDoesNotFollowFromItsLogStopsItsAreaAndNoOther() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestBook false_ = TestBook.of("a", PERIOD, 6, 1);
            ClearingResult lie = ClearingResult.newBuilder(false_.result())
                    .setDebitNano(false_.result().getDebitNano() + 1)
                    .build();
            world.clear(0, false_, lie);
            world.clear(0, TestBook.of("a", PERIOD + 900_000, 6, 1));
            world.clear(0, TestBook.of("b", PERIOD, 6, 1));
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 8);

            assertThat(bridge.bridge.stoppedAreas()).containsOnlyKeys("a");
            assertThat(bridge.bridge.stoppedAreas().get("a")).contains("debitNano is published as");
            assertThat(world.receipts()).extracting(Receipt::getAreaMrid).containsExactly("b");
            assertThat(world.nodes.operator(world.nodes.chain()).item(ItemKey.initial("a", PERIOD)))
                    .isEmpty();
            assertThat(world.batches())
                    .as("nothing of a false result")
                    .allMatch(part -> part.getAreaMrid().equals("b"));
            // what waits for a person is neither lost nor done twice
            assertThat(world.committed.get(BridgeWorld.topicPartition(0)).offset())
                    .isZero();
            world.clearings.get(0).set(0, false_.result());
            world.turns(world.start(), 8);
            assertEachHasItsReceipts(world, "after the cause was mended");
        }
    }

    /** Book and clearings stand on partitions of brokers of their own: a clearing may be seen before the end of its log. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 8})
    void aClearingThatIsAheadOfItsLogWaitsForIt(int seen) throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 6, 1));
            List<BookEntry> all = List.copyOf(world.book.get(0));
            assertThat(all).hasSizeGreaterThan(seen);
            world.book.get(0).subList(seen, all.size()).clear();
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 10);
            assertThat(world.batches()).as("nothing of half a log").isEmpty();
            assertThat(bridge.bridge.underWay()).isEqualTo(1);

            world.book.get(0).addAll(all.subList(seen, all.size()));
            world.nowMs += 5_000;
            world.turns(bridge, 10);
            assertThat(bridge.bridge.stoppedAreas()).isEmpty();
            assertEachHasItsReceipts(world, "after the rest came");
        }
    }

    @Test
    void aLogThatEndsEarlyForGoodStopsItsAreaAndNoOther() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 6, 1));
            world.book.get(0).remove(world.book.get(0).size() - 1);
            world.clear(0, TestBook.of("b", PERIOD, 6, 1));
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 10);
            assertThat(world.receipts()).extracting(Receipt::getAreaMrid).containsExactly("b");
            assertThat(bridge.bridge.stoppedAreas()).as("it may still come").isEmpty();
            world.nowMs += ClaimDesk.INCOMPLETE_FOR_MS;
            world.turns(bridge, 1);
            assertThat(bridge.bridge.stoppedAreas()).containsOnlyKeys("a");
            assertThat(bridge.bridge.stoppedAreas().get("a")).contains("no last tick");
        }
    }

    @Test
    void aPeriodWithAFeederBecomesFinalAndItsBatchCarriesTheFeeder() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            TestBook period = TestBook.routed("a", PERIOD, 40, 1);
            assertThat(period.result().getCurtailedWh()).isPositive();
            world.clear(0, period);
            world.turns(world.start(), 8);
            assertEachHasItsReceipts(world, "with a feeder");
            assertThat(world.batches())
                    .filteredOn(part -> part.getKind() == BatchPartKind.FEEDER)
                    .singleElement()
                    .satisfies(part -> assertThat(new Sha256().hash(BatchRecords.bytes(part.getPayload())))
                            .isEqualTo(TestBook.FEEDER.digest()));
            assertThat(world.batches())
                    .filteredOn(part -> part.getKind() == BatchPartKind.MANIFEST)
                    .extracting(part -> BatchRecords.bytes(part.getFeeder()))
                    .containsExactly(TestBook.FEEDER.digest());
        }
    }

    @Test
    void routesThatDoNotFollowFromTheLogStopTheArea() {
        try (BridgeWorld world = new BridgeWorld()) {
            TestBook period = TestBook.routed("a", PERIOD, 40, 1);
            ClearingResult lie = ClearingResult.newBuilder(period.result())
                    .setRoutesRoot(ByteBuffer.wrap(new byte[32]))
                    .build();
            world.clear(0, period, lie);
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 8);
            assertThat(bridge.bridge.stoppedAreas().get("a")).contains("routesRoot is published as");
            assertThat(world.batches()).isEmpty();
        }
    }

    @Test
    void aClaimOfSomebodyElseForTheSameItemStopsTheArea() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 6, 1));
            world.clear(0, TestBook.of("b", PERIOD, 6, 1));
            byte[] other = new byte[32];
            world.nodes
                    .operator(world.nodes.chain())
                    .submit(
                            SubmitClearings.of(ItemKey.initial("a", PERIOD), other, other, other, 7),
                            "other".getBytes(StandardCharsets.US_ASCII));
            world.nodes.makeBlock();
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 6);

            assertThat(bridge.bridge.stoppedAreas()).containsOnlyKeys("a");
            assertThat(bridge.bridge.stoppedAreas().get("a")).contains("another content");
            assertThat(world.receipts()).extracting(Receipt::getAreaMrid).containsExactly("b");
        }
    }

    @Test
    void areasThatCloseTogetherAreOneTransaction() {
        try (BridgeWorld world = new BridgeWorld()) {
            for (int area = 0; area < 20; area++) {
                world.clear(0, TestBook.of("area-" + area, PERIOD, 4, 1));
            }
            world.turns(world.start(), 6);

            assertEachHasItsReceipts(world, "one transaction");
            assertThat(world.chain.submissions).isEqualTo(1);
        }
    }

    /** The ledger takes all claims of a transaction or none: nobody's area may wait for another's fault. */
    @Test
    void aClaimThatConflictsAtTheLastMomentStopsItsAreaAlone() throws Exception {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 6, 1));
            world.clear(0, TestBook.of("b", PERIOD, 6, 1));
            world.clear(0, TestBook.of("c", PERIOD, 6, 1));
            byte[] other = new byte[32];
            world.chain.beforeSubmission = () -> {
                try {
                    world.nodes
                            .operator(world.nodes.chain())
                            .submit(
                                    SubmitClearings.of(ItemKey.initial("b", PERIOD), other, other, other, 7),
                                    "other".getBytes(StandardCharsets.US_ASCII));
                } catch (ChainUnavailableException e) {
                    throw new IllegalStateException(e);
                }
                world.nodes.makeBlock();
            };
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 6);

            assertThat(bridge.bridge.stoppedAreas()).containsOnlyKeys("b");
            assertThat(world.receipts()).extracting(Receipt::getAreaMrid).containsExactlyInAnyOrder("a", "c");
            assertThat(world.chain.submissions).as("together, then each").isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLyingOperatorGetsADisputedReceiptWithoutLeaves(boolean routed) {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, routed ? TestBook.routed("a", PERIOD, 6, 1) : TestBook.of("a", PERIOD, 6, 1));
            world.turns(world.start(LyingAssembly::new), 6);

            assertThat(world.receipts()).singleElement().satisfies(receipt -> {
                assertThat(receipt.getStatus()).isEqualTo(LedgerStatus.DISPUTED);
                assertThat(receipt.getLeafHashes().remaining()).isZero();
                assertThat(receipt.getClaimedHash()).isNotEqualTo(receipt.getVerifiedHash());
            });
            assertThat(world.meters
                            .get("gridclear.bridge.items.disputed")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    /** An area whose terms say ANCHORED: nothing is dealt in stage 1 of its first period, and a part of what could be in the second. */
    @Test
    void periodsUnderTheAnchoredPriceBecomeFinal() throws Exception {
        TestBook undealt = TestBook.anchored("a", PERIOD, 2, 1);
        TestBook dealt = TestBook.anchored("a", PERIOD + 900_000, 40, 1);
        assertThat(undealt.claim().stage1Trades()).isZero();
        assertThat(undealt.claim().referencePrice()).as("middle of the tariffs").isEqualTo(500_000);
        assertThat(dealt.claim().stage1Trades()).isPositive();
        assertThat(dealt.result().getReferencePrice())
                .isNotEqualTo(TestBook.of("a", PERIOD + 900_000, 40, 1).result().getReferencePrice());
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, undealt);
            world.clear(0, dealt);
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 8);
            assertThat(bridge.bridge.stoppedAreas()).isEmpty();
            assertEachHasItsReceipts(world, "under ANCHORED");
            assertThat(world.receipts()).extracting(Receipt::getStatus).containsOnly(LedgerStatus.FINAL);
        }
    }

    @Test
    void aResultByTheMeanWhereTermsSayAnchoredStopsItsArea() {
        TestBook anchored = TestBook.anchored("a", PERIOD, 40, 1);
        ClearingResult lie = ClearingResult.newBuilder(
                        TestBook.of("a", PERIOD, 40, 1).result())
                .setInputHash(anchored.result().getInputHash())
                .build();
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, anchored, lie);
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 8);
            assertThat(bridge.bridge.stoppedAreas().get("a"))
                    .contains("referencePrice is published as " + lie.getReferencePrice() + " and computed as "
                            + anchored.claim().referencePrice());
            assertThat(world.batches()).isEmpty();
        }
    }

    @Test
    void anOperatorThatClaimsTheMeanWhereTermsSayAnchoredIsDisputed() {
        Claim byMean = TestBook.of("a", PERIOD, 40, 1).claim();
        TestBook anchored = TestBook.anchored("a", PERIOD, 40, 1);
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, anchored);
            world.turns(world.start(honest -> new LyingAssembly(honest, claim -> byMean)), 6);
            assertThat(world.receipts()).singleElement().satisfies(receipt -> {
                assertThat(receipt.getStatus()).isEqualTo(LedgerStatus.DISPUTED);
                assertThat(BatchRecords.bytes(receipt.getClaimedHash())).isEqualTo(byMean.outcomeHash());
                assertThat(BatchRecords.bytes(receipt.getVerifiedHash()))
                        .isEqualTo(anchored.claim().outcomeHash());
            });
        }
    }

    /** Honest work, another claim. */
    private record LyingAssembly(Assembly honest, UnaryOperator<Claim> lie) implements Assembly {

        LyingAssembly(Assembly honest) {
            this(honest, LyingAssembly::ofAnotherHash);
        }

        private static Claim ofAnotherHash(Claim c) {
            return new Claim(
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
        }

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
                return new Batch(
                        new BatchManifest(m.item(), m.entries(), m.chunkHashes(), m.feeder(), lie.apply(m.claim())),
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

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5})
    void aRebalanceInTheMiddleNeitherLosesNorDoubles(int turnsBefore) {
        try (BridgeWorld world = new BridgeWorld()) {
            for (int i = 0; i < 6; i++) {
                world.clear(i % 2, TestBook.of("area-" + i, PERIOD, 4, i));
            }
            BridgeWorld.Instance first = world.start();
            world.turns(first, turnsBefore);
            first.assign(List.of(0));
            BridgeWorld.Instance second = world.new Instance(assembly -> assembly).assign(List.of(1));
            for (int i = 0; i < 8; i++) {
                second.turn();
                world.turn(first);
            }
            first.assign(List.of());
            second.assign(new TreeSet<>(List.of(0, 1)));
            world.turns(second, 3);
            assertEachHasItsReceipts(world, "rebalanced after " + turnsBefore);
        }
    }

    @Test
    void scoresArePublishedWhenTheyChange() {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 4, 1));
            BridgeWorld.Instance bridge = world.start();
            world.turns(bridge, 2);
            assertThat(world.scores()).hasSize(TestNodes.NODES).allMatch(score -> score.getAgent());
            world.nowMs += 60_000;
            int before = world.scores().size();
            bridge.turn();
            world.nowMs += 60_000;
            bridge.turn();
            assertThat(world.scores().size() - before)
                    .as("nothing changed twice")
                    .isLessThanOrEqualTo(TestNodes.NODES);
        }
    }

    @Test
    void offsetsThatSomebodyElseHasCommittedAreNotGuessedAt() {
        try (BridgeWorld world = new BridgeWorld()) {
            world.clear(0, TestBook.of("a", PERIOD, 4, 1));
            world.committed.put(
                    BridgeWorld.topicPartition(0), new org.apache.kafka.clients.consumer.OffsetAndMetadata(1, ""));
            assertThatThrownBy(world::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not the bridge's");
        }
    }
}
