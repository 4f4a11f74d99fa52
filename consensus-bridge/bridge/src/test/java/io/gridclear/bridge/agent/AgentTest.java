package io.gridclear.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.bridge.TestBook;
import io.gridclear.bridge.TestNodes;
import io.gridclear.bridge.agent.Verdict.Fault;
import io.gridclear.bridge.agent.Verdict.Invalid;
import io.gridclear.bridge.batch.BatchManifest;
import io.gridclear.bridge.batch.BatchRecords;
import io.gridclear.bridge.batch.Claim;
import io.gridclear.engine.chain.ChainUnavailableException;
import io.gridclear.ledger.genesis.LedgerGenesis.CommitteeTerms;
import io.gridclear.ledger.item.ItemKey;
import io.gridclear.ledger.item.Outcome;
import io.gridclear.ledger.query.ItemAnswer;
import io.gridclear.ledger.query.NodeView;
import io.gridclear.ledger.transaction.LedgerTransaction.Attest;
import io.gridclear.ledger.transaction.LedgerTransaction.Attestation;
import io.gridclear.market.book.BookEntry;
import io.gridclear.market.book.BookOrder;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.routing.Feeder;
import io.gridclear.market.routing.FeederCodec;
import io.gridclear.schemas.avro.ClearingBatch;
import io.gridclear.schemas.avro.UsagePoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One agent of four on a real ledger: what it attests to, and when it says nothing. */
class AgentTest {

    private static final long PERIOD = 900_000_000L;
    private static final int ORDERS = 8;

    private final TestBook book = TestBook.of("a", PERIOD, ORDERS, 1);

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String invalid(ItemKey item, Fault fault) {
        return hex(new Invalid(fault, "").hash(item));
    }

    @Test
    void itAttestsToWhatItComputes() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            ItemKey item = world.publish(AgentWorld.parts(book, book.entries(), book.claim()));
            world.turn();
            assertThat(world.attested(item)).contains(hex(book.claim().outcomeHash()));
        }
    }

    @Test
    void aWrongClaimIsNotItsOwn() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            List<ClearingBatch> parts = AgentWorld.parts(book, book.entries(), book.claim());
            world.batches.addAll(parts);
            BatchManifest manifest = BatchRecords.toManifest(parts.get(parts.size() - 1));
            Claim claim = book.claim();
            world.open(
                    manifest.item(), manifest.digest(), new byte[32], claim.settlementRoot(), claim.settlementLines());
            world.turn();
            assertThat(world.attested(manifest.item())).contains(hex(claim.outcomeHash()));
            assertThat(world.meters
                            .get("gridclear.agent.batches.differing")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void aRootThatIsNotTheBatchsIsNoneThatReceiptsMayRestOn() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            List<ClearingBatch> parts = AgentWorld.parts(book, book.entries(), book.claim());
            world.batches.addAll(parts);
            BatchManifest manifest = BatchRecords.toManifest(parts.get(parts.size() - 1));
            Claim claim = book.claim();
            // the right h with a false root: h alone would make it final
            world.open(manifest.item(), manifest.digest(), claim.outcomeHash(), new byte[32], claim.settlementLines());
            world.turn();
            assertThat(world.attested(manifest.item())).contains(invalid(manifest.item(), Fault.CONTRADICTING_CLAIM));
        }
    }

    /** Two orders that do not meet in stage 1, and forty of which a part is dealt there. */
    @ParameterizedTest
    @CsvSource({"2, 1, 0", "40, 1, 1"})
    void aPeriodUnderTheAnchoredPriceIsFinalByWhatItComputes(int orders, long seed, int leastDeals) throws Exception {
        TestBook anchored = TestBook.anchored("a", PERIOD, orders, seed);
        Claim claim = anchored.claim();
        assertThat(claim.stage1Trades()).isGreaterThanOrEqualTo(leastDeals);
        assertThat(claim.stage1Trades() == 0).isEqualTo(leastDeals == 0);
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", orders);
            ItemKey item = world.publish(AgentWorld.parts(anchored, anchored.entries(), claim));
            world.nodes.attest(1, 3, key -> claim.outcomeHash());
            world.nodes.makeBlock();
            assertThat(outcome(world, item)).as("two of four").isEmpty();
            world.turn();
            assertThat(outcome(world, item)).hasValueSatisfying(outcome -> {
                assertThat(outcome.status()).isEqualTo(Outcome.Status.FINAL);
                assertThat(outcome.attestations()).isEqualTo(3);
            });
        }
    }

    @Test
    void aClaimByTheMeanWhereTermsSayAnchoredIsNotItsOwn() throws Exception {
        TestBook anchored = TestBook.anchored("a", PERIOD, 40, 1);
        Claim byMean = TestBook.of("a", PERIOD, 40, 1).claim();
        assertThat(byMean.referencePrice()).isNotEqualTo(anchored.claim().referencePrice());
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", 40);
            ItemKey item = world.publish(AgentWorld.parts(anchored, anchored.entries(), byMean));
            world.turn();
            assertThat(world.attested(item)).contains(hex(anchored.claim().outcomeHash()));
            world.nodes.attest(1, 3, key -> anchored.claim().outcomeHash());
            world.nodes.makeBlock();
            assertThat(outcome(world, item))
                    .hasValueSatisfying(outcome -> assertThat(outcome.status()).isEqualTo(Outcome.Status.DISPUTED));
        }
    }

    private static Optional<Outcome> outcome(AgentWorld world, ItemKey item) throws ChainUnavailableException {
        return world.nodes.operator(world.nodes.chain()).item(item).orElseThrow() instanceof ItemAnswer.Decided decided
                ? Optional.of(decided.outcome())
                : Optional.empty();
    }

    private static final TestBook ROUTED = TestBook.routed("a", PERIOD, ORDERS, 7);
    private static final byte[] FEEDER = FeederCodec.encode(TestBook.FEEDER.feeder());

    /** What the batch carries is all that it needs: routes are part of h. */
    @Test
    void aBatchWithItsFeederIsRoutedAgain() {
        Claim claim = ROUTED.claim();
        assertThat(claim.curtailedWh()).isPositive();
        assertThat(claim.routesRoot()).isNotEqualTo(new byte[32]);
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            ItemKey item = world.publish(AgentWorld.routedParts(ROUTED, FEEDER, claim));
            world.turn();
            assertThat(world.attested(item)).contains(hex(claim.outcomeHash()));
        }
    }

    @Test
    void aFeederThatHasNotComeIsWaitedFor() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            List<ClearingBatch> parts = new ArrayList<>(AgentWorld.routedParts(ROUTED, FEEDER, ROUTED.claim()));
            ClearingBatch feeder = parts.remove(parts.size() - 2);
            ItemKey item = world.publish(parts);
            world.turn();
            assertThat(world.attested(item)).isEmpty();
            world.batches.add(feeder);
            world.nowMs += 30_000;
            world.turn();
            assertThat(world.attested(item)).contains(hex(ROUTED.claim().outcomeHash()));
        }
    }

    /** The log names one feeder and the batch carries none, another, or bytes that are no feeder. */
    @Test
    void aBatchThatDoesNotCarryTheFeederOfItsLogIsInvalid() {
        byte[] other = FeederCodec.encode(new Feeder(List.of("bus-0"), List.of()));
        Map<List<ClearingBatch>, Fault> faults = Map.of(
                AgentWorld.parts(ROUTED, ROUTED.entries(), ROUTED.claim()), Fault.INCOMPLETE,
                AgentWorld.routedParts(ROUTED, other, ROUTED.claim()), Fault.INCOMPLETE,
                AgentWorld.routedParts(ROUTED, new byte[] {1, 2, 3}, ROUTED.claim()), Fault.MALFORMED);
        faults.forEach((parts, fault) -> {
            try (AgentWorld world = new AgentWorld()) {
                world.register("a", ORDERS);
                ItemKey item = world.publish(parts);
                world.turn();
                assertThat(world.attested(item)).contains(invalid(item, fault));
            }
        });
    }

    /** An operator whose routes are others, so that its curtailed energy and lines are: agents come to their own h. */
    @Test
    void routesThatTheOperatorMadeUpAreNotAttestedTo() {
        TestBook unrouted = TestBook.of("a", PERIOD, ORDERS, 7);
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            List<ClearingBatch> parts = AgentWorld.routedParts(ROUTED, FEEDER, unrouted.claim());
            world.batches.addAll(parts);
            BatchManifest manifest = BatchRecords.toManifest(parts.get(parts.size() - 1));
            Claim honest = ROUTED.claim();
            world.open(
                    manifest.item(),
                    manifest.digest(),
                    unrouted.claim().outcomeHash(),
                    honest.settlementRoot(),
                    honest.settlementLines());
            world.turn();
            assertThat(world.attested(manifest.item())).contains(hex(honest.outcomeHash()));
            assertThat(hex(honest.outcomeHash()))
                    .isNotEqualTo(hex(unrouted.claim().outcomeHash()));
        }
    }

    @Test
    void aDamagedChunkIsAMissingOne() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            List<ClearingBatch> parts = new ArrayList<>(AgentWorld.parts(book, book.entries(), book.claim()));
            ClearingBatch whole = parts.get(0);
            byte[] payload = BatchRecords.bytes(whole.getPayload());
            payload[payload.length / 2] ^= 1;
            parts.set(
                    0,
                    ClearingBatch.newBuilder(whole)
                            .setPayload(ByteBuffer.wrap(payload))
                            .build());
            ItemKey item = world.publish(parts);
            for (int i = 0; i < 5; i++) {
                world.turn();
            }
            assertThat(world.attested(item)).isEmpty();
            assertThat(world.meters
                            .get("gridclear.agent.items.withheld")
                            .gauge()
                            .value())
                    .isEqualTo(1);

            world.batches.add(whole);
            world.nowMs += 30_000;
            world.turn();
            assertThat(world.attested(item)).contains(hex(book.claim().outcomeHash()));
        }
    }

    @Test
    void partsMayStandInAnyOrderAndTwice() {
        try (AgentWorld world = new AgentWorld()) {
            TestBook large = TestBook.of("a", PERIOD, 4_000, 1);
            world.register("a", 4_000);
            List<ClearingBatch> parts = new ArrayList<>(AgentWorld.parts(large, large.entries(), large.claim()));
            assertThat(parts.size()).isGreaterThan(2);
            ClearingBatch manifest = parts.get(parts.size() - 1);
            Collections.reverse(parts);
            world.batches.addAll(parts);
            ItemKey item = world.publish(List.of(manifest, parts.get(1), manifest));
            world.turn();
            assertThat(world.attested(item)).contains(hex(large.claim().outcomeHash()));
        }
    }

    @Test
    void anItemWithoutItsBatchWaits() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            List<ClearingBatch> parts = AgentWorld.parts(book, book.entries(), book.claim());
            BatchManifest manifest = BatchRecords.toManifest(parts.get(parts.size() - 1));
            world.open(manifest.item(), manifest.digest(), manifest.claim());
            world.turn();
            world.turn();
            assertThat(world.attested(manifest.item())).isEmpty();
            world.batches.addAll(parts);
            world.nowMs += 30_000;
            world.turn();
            assertThat(world.attested(manifest.item()))
                    .contains(hex(book.claim().outcomeHash()));
        }
    }

    static Stream<Arguments> forgeries() {
        TestBook book = TestBook.of("a", PERIOD, ORDERS, 1);
        UnaryOperator<BookOrder> other =
                order -> TestBook.with(order, "participant-3", order.quantityWh(), order.signature());
        UnaryOperator<BookOrder> more =
                order -> TestBook.with(order, order.participant(), order.quantityWh() + 1, order.signature());
        UnaryOperator<BookOrder> unsigned =
                order -> TestBook.with(order, order.participant(), order.quantityWh(), new byte[0]);
        UnaryOperator<BookOrder> tooMuch =
                order -> book.signed(TestBook.with(order, order.participant(), 1_000_001, new byte[0]));
        List<BookEntry> entries = book.entries();
        return Stream.of(
                Arguments.of("another participant", book.withOrder(1, other).entries(), Fault.NOT_REGISTERED),
                Arguments.of(
                        "another bus",
                        book.withOrder(1, order -> TestBook.onBus(order, "bus-4"))
                                .entries(),
                        Fault.NOT_REGISTERED),
                Arguments.of("one Wh more", book.withOrder(1, more).entries(), Fault.BAD_SIGNATURE),
                Arguments.of("no signature", book.withOrder(1, unsigned).entries(), Fault.BAD_SIGNATURE),
                Arguments.of(
                        "more than an order may hold",
                        book.withOrder(1, tooMuch).entries(),
                        Fault.RULE_BROKEN),
                Arguments.of(
                        "the first fault decides",
                        book.withOrder(1, tooMuch).withOrder(2, more).entries(),
                        Fault.RULE_BROKEN),
                Arguments.of("an order left out", without(entries, 2), Fault.RULE_BROKEN),
                Arguments.of("two orders exchanged", exchanged(entries, 1, 2), Fault.RULE_BROKEN),
                Arguments.of("no last tick", entries.subList(0, entries.size() - 1), Fault.INCOMPLETE),
                Arguments.of(
                        "another area's log", TestBook.of("b", PERIOD, 0, 1).entries(), Fault.RULE_BROKEN));
    }

    private static List<BookEntry> without(List<BookEntry> entries, int index) {
        List<BookEntry> rest = new ArrayList<>(entries);
        rest.remove(index);
        return rest;
    }

    private static List<BookEntry> exchanged(List<BookEntry> entries, int one, int two) {
        List<BookEntry> other = new ArrayList<>(entries);
        Collections.swap(other, one, two);
        return other;
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("forgeries")
    void anInvalidBatchIsAttestedToAsSuchByEveryHonestAgent(String what, List<BookEntry> entries, Fault fault) {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            ItemKey item = world.publish(AgentWorld.parts(book, entries, book.claim()));
            world.turn();
            assertThat(world.attested(item)).as(what).contains(invalid(item, fault));
            assertThat(world.meters
                            .get("gridclear.agent.batches.invalid")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void chunksExchangedInTheManifestAreAnotherBatch() {
        try (AgentWorld world = new AgentWorld()) {
            TestBook large = TestBook.of("a", PERIOD, 4_000, 1);
            world.register("a", 4_000);
            List<ClearingBatch> parts = AgentWorld.parts(large, large.entries(), large.claim());
            BatchManifest honest = BatchRecords.toManifest(parts.get(parts.size() - 1));
            List<byte[]> hashes = new ArrayList<>(honest.chunkHashes());
            Collections.swap(hashes, 0, 1);
            BatchManifest exchanged = new BatchManifest(honest.item(), honest.entries(), hashes, honest.claim());
            world.batches.addAll(parts.subList(0, parts.size() - 1));
            ItemKey item = world.publish(List.of(BatchRecords.manifest(exchanged)));
            world.turn();
            assertThat(world.attested(item)).contains(invalid(item, Fault.RULE_BROKEN));
        }
    }

    @Test
    void aChunkThatIsNoEntriesIsMalformed() {
        try (AgentWorld world = new AgentWorld()) {
            byte[] noise = "no entries at all".getBytes(StandardCharsets.US_ASCII);
            byte[] hash = new Sha256().hash(noise);
            ItemKey item = ItemKey.initial("a", PERIOD);
            BatchManifest manifest = new BatchManifest(item, 1, List.of(hash), book.claim());
            world.publish(List.of(BatchRecords.chunk(item, 0, 1, noise, hash), BatchRecords.manifest(manifest)));
            world.turn();
            assertThat(world.attested(item)).contains(invalid(item, Fault.MALFORMED));
        }
    }

    @Test
    void aBatchOfAnotherItemIsNotThisOnes() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            List<ClearingBatch> parts = AgentWorld.parts(book, book.entries(), book.claim());
            world.batches.addAll(parts);
            BatchManifest manifest = BatchRecords.toManifest(parts.get(parts.size() - 1));
            ItemKey other = ItemKey.initial("a", PERIOD + 900_000);
            world.open(other, manifest.digest(), manifest.claim());
            world.turn();
            assertThat(world.attested(other)).contains(invalid(other, Fault.WRONG_ITEM));
        }
    }

    @Test
    void aKeyThatWasChangedLaterDoesNotMakeEarlierOrdersFalse() {
        try (AgentWorld world = new AgentWorld()) {
            UsagePoint first = TestBook.registration(0, "a");
            world.register("a", ORDERS);
            world.points.add(Map.entry(
                    UsagePoint.newBuilder(first)
                            .setPublicKey(
                                    ByteBuffer.wrap(TestBook.keys("another").publicKey()))
                            .build(),
                    9_000L));
            ItemKey item = world.publish(AgentWorld.parts(book, book.entries(), book.claim()));
            world.turn();
            assertThat(world.attested(item)).contains(hex(book.claim().outcomeHash()));
        }
    }

    @Test
    void whatCannotBeKnownAnyMoreIsWithheld() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            // the topic has forgotten the registration that the order was checked by
            world.points.set(
                    0,
                    Map.entry(
                            UsagePoint.newBuilder(TestBook.registration(0, "a"))
                                    .setPublicKey(ByteBuffer.wrap(
                                            TestBook.keys("another").publicKey()))
                                    .build(),
                            9_000L));
            ItemKey item = world.publish(AgentWorld.parts(book, book.entries(), book.claim()));
            world.turn();
            world.turn();
            assertThat(world.attested(item)).isEmpty();
        }
    }

    @Test
    void manyItemsAreOneTransaction() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            List<ItemKey> items = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                TestBook one = TestBook.of("a", PERIOD + i * 900_000L, ORDERS, i);
                items.add(world.publish(AgentWorld.parts(one, one.entries(), one.claim())));
            }
            world.turn();
            assertThat(items)
                    .allSatisfy(item -> assertThat(world.attested(item)).isPresent());
            assertThat(world.chain.submissions).isEqualTo(1);
        }
    }

    @Test
    void anAttestationThatWasLostIsHandedInAgainAndOneThatStandsIsNot() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            ItemKey item = world.publish(AgentWorld.parts(book, book.entries(), book.claim()));
            world.chain.forgetful = true;
            world.turn();
            world.turn();
            assertThat(world.chain.submissions).isEqualTo(1);
            world.chain.forgetful = false;
            world.nowMs += 3_000;
            world.turn();
            assertThat(world.attested(item)).isPresent();
            world.nowMs += 30_000;
            world.turn();
            assertThat(world.chain.submissions).isEqualTo(2);
        }
    }

    @Test
    void whatItReadsOfTheLedgerIsEveryItemOnceAndThenNothing() {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            for (int i = 0; i < 5; i++) {
                TestBook one = TestBook.of("a", PERIOD + i * 900_000L, ORDERS, 1);
                world.publish(AgentWorld.parts(one, one.entries(), one.claim()));
            }
            world.turn();
            int loaded = world.chain.queriedBytes;
            for (int i = 0; i < 5; i++) {
                world.turn();
            }
            assertThat(world.agent.openItems()).isEqualTo(5);
            assertThat(world.chain.queries).as("one a turn, and the standing").isLessThanOrEqualTo(8);
            assertThat(world.chain.queriedBytes - loaded).isLessThan(loaded / 2);
        }
    }

    /** Nodes 1 to 3 do as they like; whatever node 0's agent has read must be what the full list says. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsNewComesToTheSameAsTheFullList(long seed) throws Exception {
        try (AgentWorld world = new AgentWorld(new TestNodes(terms ->
                new CommitteeTerms(terms.seats(), terms.minSeats(), 1, terms.deadlineBlocks(), 20, 20, true, 10)))) {
            world.register("a", ORDERS);
            SplittableRandom random = new SplittableRandom(seed);
            int item = 0;
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> {
                        TestBook one = TestBook.of("a", PERIOD + item++ * 900_000L, ORDERS, 1);
                        world.publish(AgentWorld.parts(one, one.entries(), one.claim()));
                    }
                    case 2 -> world.nodes.attest(1, 2 + random.nextInt(3), AgentTest::honest);
                    case 3 -> world.chain.forgetful = random.nextBoolean();
                    case 4 -> world.chain.down = random.nextInt(3) == 0;
                    default -> world.restart();
                }
                world.turn();
                world.nowMs += random.nextInt(4_000);
            }
            world.chain.down = false;
            world.chain.forgetful = false;
            for (int i = 0; i < 4; i++) {
                world.nowMs += 60_000; // longer than any pause
                world.turn();
            }
            world.agent.turn(0); // sees what the last block decided
            var ledger = world.nodes.ledger(world.nodes.chain(), 0);
            var open = ledger.openItems();
            assertThat(world.agent.openItems()).as("seed %s", seed).isEqualTo(open.size());
            assertThat(open)
                    .as("seed %s", seed)
                    .allSatisfy(
                            view -> assertThat(view.hashOf(ledger.address())).isPresent());
            world.nodes.attest(1, TestNodes.NODES, AgentTest::honest);
            for (int i = 0; i < 4; i++) {
                world.nowMs += 3_000;
                world.turn();
            }
            world.agent.turn(0);
            assertThat(ledger.openItems()).as("seed %s", seed).isEmpty();
            assertThat(world.agent.openItems()).as("seed %s", seed).isZero();
        }
    }

    private static byte[] honest(ItemKey item) {
        return TestBook.of("a", item.periodStart(), ORDERS, 1).claim().outcomeHash();
    }

    @Test
    void aNewAgentComputesAgainWhatIsStillOpen() throws Exception {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            ItemKey done = world.publish(AgentWorld.parts(book, book.entries(), book.claim()));
            world.turn();
            world.nodes.attest(1, TestNodes.NODES, item -> book.claim().outcomeHash());
            world.turn();
            world.nowMs += 20_000;
            world.turn();
            assertThat(world.nodes.ledger(world.nodes.chain(), 0).item(done).orElseThrow())
                    .isInstanceOfSatisfying(
                            ItemAnswer.Decided.class,
                            decided -> assertThat(decided.outcome().status()).isEqualTo(Outcome.Status.FINAL));
            assertThat(world.committed).as("nothing of it is needed").isEqualTo(world.batches.size());

            TestBook next = TestBook.of("a", PERIOD + 900_000, ORDERS, 2);
            ItemKey open = world.publish(AgentWorld.parts(next, next.entries(), next.claim()));
            world.agent.turn(0);
            world.restart();
            world.turn();
            assertThat(world.attested(open)).contains(hex(next.claim().outcomeHash()));
        }
    }

    @Test
    void anAgentThatComesLateIsHeardWithinTheGrace() throws Exception {
        try (AgentWorld world = new AgentWorld()) {
            world.register("a", ORDERS);
            // node 0 produces one item, and is not the head of the next: the others decide without it
            TestBook first = TestBook.of("a", PERIOD - 900_000, ORDERS, 2);
            world.publish(AgentWorld.parts(first, first.entries(), first.claim()));
            world.turn();
            world.nodes.attest(1, TestNodes.NODES, item -> first.claim().outcomeHash());
            world.turn();
            assertThat(head(world))
                    .as("the head without whom nothing is decided")
                    .isNotZero();
            world.chain.down = true;
            world.turn();
            world.publish(AgentWorld.parts(book, book.entries(), book.claim()));
            world.nodes.attest(1, TestNodes.NODES, item -> book.claim().outcomeHash());
            world.nodes.makeBlock();
            world.chain.down = false;
            world.nowMs += 1_000;
            int before = world.chain.submissions;
            world.turn();
            assertThat(world.chain.submissions - before).isEqualTo(1);
            for (int i = 0; i < 12; i++) {
                world.nodes.makeBlock();
            }
            assertThat(own(world).missedDuties()).isZero();
        }
    }

    private static int head(AgentWorld world) throws Exception {
        var address =
                world.nodes.ledger(world.nodes.chain(), 0).committee().head().orElseThrow();
        for (int i = 0; i < TestNodes.NODES; i++) {
            if (world.nodes.ledger(world.nodes.chain(), i).address().equals(address)) {
                return i;
            }
        }
        throw new AssertionError("no node is the head");
    }

    private static NodeView own(AgentWorld world) throws Exception {
        var address = world.nodes.ledger(world.nodes.chain(), 0).address();
        return world.nodes.operator(world.nodes.chain()).nodes().stream()
                .filter(node -> node.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void afterABanItShowsUpAgainAndIsElected() throws Exception {
        try (AgentWorld world = new AgentWorld(new TestNodes(terms ->
                new CommitteeTerms(terms.seats(), terms.minSeats(), 1, terms.deadlineBlocks(), 20, 5, true, 10)))) {
            world.register("a", ORDERS);
            ItemKey item = world.publish(AgentWorld.parts(book, book.entries(), book.claim()));
            var bad = world.nodes.ledger(world.nodes.chain(), 0);
            for (int i = 0; i < 2; i++) {
                byte[] hash = new byte[32];
                hash[0] = (byte) (i + 1);
                bad.submit(new Attest(List.of(new Attestation(item, hash))), new byte[] {(byte) i});
                world.nodes.makeBlock();
            }
            assertThat(own(world).banned()).as("two hashes for one item").isTrue();

            Optional<NodeView> back = Optional.empty();
            for (int i = 1; i < 40 && back.isEmpty(); i++) {
                world.nodes.attest(
                        1,
                        TestNodes.NODES,
                        one -> TestBook.of("a", one.periodStart(), ORDERS, 1)
                                .claim()
                                .outcomeHash());
                world.nodes.makeBlock();
                TestBook next = TestBook.of("a", PERIOD + i * 900_000L, ORDERS, 1);
                world.publish(AgentWorld.parts(next, next.entries(), next.claim()));
                world.nowMs += 3_000;
                world.turn();
                boolean inOffice = bad.committee().agents().stream()
                        .anyMatch(agent -> agent.address().equals(bad.address()) && !agent.banned());
                back = inOffice ? Optional.of(own(world)) : Optional.empty();
            }
            assertThat(back).hasValueSatisfying(node -> assertThat(node.ready()).isTrue());
        }
    }
}
