package io.gridclear.tests.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.ClearingResult;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import io.gridclear.tests.support.ClusterFailure;
import io.gridclear.tests.support.MarketClock;
import io.gridclear.tests.support.MarketProcess;
import io.gridclear.tests.support.OnCluster;
import io.gridclear.tests.support.TestArea;
import io.gridclear.tests.support.TestCluster;
import io.gridclear.tests.support.TestMarket;
import io.gridclear.tests.support.TestPoint;
import io.gridclear.tests.support.TopicRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything wrong that can be sent, between good bids for the same period: each ends as one rejection or one dead letter
 * with its reason, and the good bids clear as if nothing had been there.
 */
@OnCluster
@TestInstance(Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String AREA = "harsh";
    private static final int FLOOD = 5_000;

    /** A wire header and then nothing that its schema would allow: a string of 2^40 bytes. */
    private static final byte[] ENDLESS_STRING = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x40
    };

    private final TestCluster cluster;
    private final MarketClock clock = new MarketClock();
    private final TestArea area = TestArea.of(AREA);
    private final Instant period = area.periodStart();
    private final TestPoint seller = TestPoint.in(AREA, "good-seller");
    private final TestPoint buyer = TestPoint.in(AREA, "good-buyer");
    private final TestPoint flooder = TestPoint.in("nowhere", "flooder");
    private final TestPoint twice = TestPoint.in(AREA, "twice");
    private final TestPoint disordered = TestPoint.in(AREA, "disordered");
    private final TestPoint turncoat = TestPoint.in(AREA, "turncoat");
    private final List<RefusedBid> refusals = refusals();
    private final List<DeadLetter> letters = new ArrayList<>();

    private List<BidRejected> answers = List.of();
    private List<TopicRecord<byte[]>> dead = List.of();
    private List<TopicRecord<byte[]>> bids = List.of();
    private @Nullable ClearingResult result;
    private List<String> bookedPoints = List.of();

    BadInputIT(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** A bid that decodes and is refused. */
    private record RefusedBid(
            String story, TestPoint point, boolean registered, RejectReasonCode reason, List<Bid> bids) {
        @Override
        public String toString() {
            return story + " -> " + reason;
        }
    }

    /** Bytes that are no bid. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record DeadLetter(String story, String key, byte @Nullable [] bytes, String reason) {
        @Override
        public String toString() {
            return story + " -> " + reason;
        }
    }

    private List<RefusedBid> refusals() {
        TestPoint thief = TestPoint.in(AREA, "thief");
        return List.of(
                new RefusedBid(
                        "a usage point that nobody registered",
                        TestPoint.in(AREA, "stranger"),
                        false,
                        RejectReasonCode.UNKNOWN_USAGE_POINT,
                        List.of(sale(TestPoint.in(AREA, "stranger")))),
                refused(
                        "no signature",
                        RejectReasonCode.BAD_SIGNATURE,
                        point -> point.sells(period, 500, 500_000).unsigned()),
                refused(
                        "somebody else's signature",
                        RejectReasonCode.BAD_SIGNATURE,
                        point -> point.sells(period, 500, 500_000).signedBy(thief)),
                refused("a quantity changed after signing", RejectReasonCode.BAD_SIGNATURE, point -> {
                    Bid bid = sale(point);
                    bid.setQuantityWh(501);
                    return bid;
                }),
                refused(
                        "a period that does not begin with an hour",
                        RejectReasonCode.UNKNOWN_PERIOD,
                        point -> point.sells(period.plusMillis(1), 500, 500_000).signed()),
                refused(
                        "a period beyond the horizon",
                        RejectReasonCode.UNKNOWN_PERIOD,
                        point -> point.sells(period.plus(TestArea.HORIZON), 500, 500_000)
                                .signed()),
                refused(
                        "a period of last year",
                        RejectReasonCode.UNKNOWN_PERIOD,
                        point -> point.sells(period.minus(Duration.ofDays(365)), 500, 500_000)
                                .signed()),
                refused(
                        "a period whose gate is closed",
                        RejectReasonCode.GATE_CLOSED,
                        point -> point.sells(period.minus(TestArea.PERIOD), 500, 500_000)
                                .signed()),
                refused(
                        "no energy",
                        RejectReasonCode.BAD_QUANTITY,
                        point -> point.sells(period, 0, 500_000).signed()),
                refused(
                        "negative energy",
                        RejectReasonCode.BAD_QUANTITY,
                        point -> point.sells(period, -1, 500_000).signed()),
                refused(
                        "more than an order may hold",
                        RejectReasonCode.BAD_QUANTITY,
                        point -> point.sells(period, Long.MAX_VALUE, 500_000).signed()),
                refused(
                        "below the feed-in tariff",
                        RejectReasonCode.PRICE_OUT_OF_BAND,
                        point -> point.sells(period, 500, 449_900).signed()),
                refused(
                        "above the retail tariff",
                        RejectReasonCode.PRICE_OUT_OF_BAND,
                        point -> point.buys(period, 500, 670_100).signed()),
                refused(
                        "between two ticks",
                        RejectReasonCode.OFF_TICK,
                        point -> point.sells(period, 500, 500_001).signed()),
                refused(
                        "a seller's limit above its ask",
                        RejectReasonCode.LIMIT_CROSSES_QUOTE,
                        point -> point.sells(period, 500, 500_000)
                                .with(bid -> bid.setLimitPrice(500_100L))
                                .signed()),
                refused(
                        "a buyer's limit below its bid",
                        RejectReasonCode.LIMIT_CROSSES_QUOTE,
                        point -> point.buys(period, 500, 500_000)
                                .with(bid -> bid.setLimitPrice(499_900L))
                                .signed()));
    }

    private static RefusedBid refused(String story, RejectReasonCode reason, Function<TestPoint, Bid> bid) {
        TestPoint point = TestPoint.in(AREA, story.replace(' ', '-').replace("'", ""));
        return new RefusedBid(story, point, true, reason, List.of(bid.apply(point)));
    }

    private Bid sale(TestPoint point) {
        return point.sells(period, 500, 500_000).signed();
    }

    private void collectDeadLetters(byte[] goodBid, byte[] goodArea) {
        byte[] header = Arrays.copyOf(goodBid, 5);
        letter("random bytes", "garbage, not a record".getBytes(StandardCharsets.UTF_8), "BAD_MAGIC");
        letter("no bytes", new byte[0], "TOO_SHORT");
        letter("half a header", Arrays.copyOf(goodBid, 3), "TOO_SHORT");
        letter("an id that nobody registered", withSchemaId(goodBid, Integer.MAX_VALUE), "UNKNOWN_SCHEMA_ID");
        letter("the record of another topic", goodArea, "NOT_THE_SCHEMA");
        letter("half a bid", Arrays.copyOf(goodBid, goodBid.length / 2), "MALFORMED_BODY");
        letter("an endless string", concat(header, ENDLESS_STRING), "MALFORMED_BODY");
        letter("a bid and more", Arrays.copyOf(goodBid, goodBid.length + 1), "TRAILING_BYTES");
        letter("a tombstone", null, "POISON_RECORD");
    }

    private void letter(String story, byte @Nullable [] bytes, String reason) {
        letters.add(new DeadLetter(story, "dead: " + story, bytes, reason));
    }

    @BeforeAll
    void sendAllOfItAmongGoodBids(@TempDir Path stateDir) {
        TestPoint probe = TestPoint.in(AREA, "probe");
        try (TestMarket market = new TestMarket(cluster)) {
            market.register(List.of(seller, buyer, flooder, twice, disordered, turncoat, probe));
            market.register(refusals.stream()
                    .filter(RefusedBid::registered)
                    .map(RefusedBid::point)
                    .toList());
            try (MarketProcess application = MarketProcess.start(cluster, clock, "bad-input", "1", stateDir, Map.of())
                    .awaitReady()) {
                market.open(List.of(area), probe);

                market.bid(seller.sells(period, 1_000, 500_000).signed());
                collectDeadLetters(
                        market.producer().encoded(TopicCatalogue.BIDS, sale(seller)),
                        market.producer().encoded(TopicCatalogue.AREAS, area.configuration()));
                letters.forEach(letter ->
                        market.producer().sendBytes(TopicCatalogue.BIDS.name(), letter.key(), letter.bytes()));
                refusals.forEach(refusal -> refusal.bids().forEach(market::bid));
                market.bid(sale(twice));
                market.bid(sale(twice));
                market.bid(disordered(2));
                market.bid(disordered(1));
                market.bid(sale(turncoat));
                market.bid(turncoat.buys(period, 500, 500_000)
                        .with(bid -> bid.setOrderId("the-other-side"))
                        .signed());
                for (int i = 0; i < FLOOD; i++) {
                    int revision = i;
                    market.bid(flooder.buys(period, 1_000, 600_000)
                            .with(bid -> bid.setRevision(revision))
                            .signed());
                }
                market.bid(buyer.buys(period, 1_000, 600_000).signed());
                market.flush();
                market.awaitBooked(
                        List.of(seller, twice, disordered, turncoat, buyer).size());
                market.awaitRejected(
                        refusals.size() + List.of(disordered, turncoat).size() + FLOOD);
                market.awaitDeadLetters(TopicCatalogue.BIDS, letters.size());
                application.awaitMetric("gridclear_bids_repeated_total", 1);

                clock.passRequoteWindows(List.of(area));
                result = market.awaitClearing(area);
                assertThat(application.isAlive()).isTrue();
            }
            answers = market.values(TopicCatalogue.BID_REJECTIONS);
            bids = market.reader().readAllBytes(TopicCatalogue.BIDS.name());
            dead = market.reader().readAllBytes(TopicCatalogue.deadLetterTopic(TopicCatalogue.BIDS.name()));
            bookedPoints = market.values(TopicCatalogue.BOOK).stream()
                    .filter(entry -> entry.getKind() == BookEntryKind.ORDER)
                    .map(entry -> entry.getOrder().getUsagePointMrid())
                    .toList();
        }
    }

    private Bid disordered(long revision) {
        return disordered
                .sells(period, 500, 500_000)
                .with(bid -> bid.setRevision(revision))
                .signed();
    }

    List<RefusedBid> refusedBids() {
        return refusals;
    }

    List<DeadLetter> deadLetters() {
        return letters;
    }

    @ParameterizedTest
    @MethodSource("refusedBids")
    void aRefusedBidIsAnsweredOnceWithItsReason(RefusedBid refused) {
        assertThat(answersTo(refused.point())).singleElement().satisfies(answer -> {
            assertThat(answer.getReasonCode()).as(answer.getDetail()).isEqualTo(refused.reason());
            assertThat(answer.getDetail()).isNotBlank();
            assertThat(answer.getMarketParticipantMrid())
                    .isEqualTo(refused.registered() ? refused.point().participantMrid() : "");
            assertThat(keyAt(answer.getSourcePartition(), answer.getSourceOffset()))
                    .isEqualTo(refused.point().mrid());
        });
        assertThat(bookedPoints).doesNotContain(refused.point().mrid());
    }

    @ParameterizedTest
    @MethodSource("deadLetters")
    void aDeadLetterHoldsTheBytesAsTheyCameAndTheReason(DeadLetter letter) {
        assertThat(dead)
                .filteredOn(record -> letter.key().equals(record.key()))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.value()).isEqualTo(letter.bytes());
                    assertThat(record.headers())
                            .containsEntry("gridclear.reason", letter.reason())
                            .containsEntry("gridclear.source.topic", TopicCatalogue.BIDS.name());
                    assertThat(keyAt(
                                    Integer.parseInt(record.headers().get("gridclear.source.partition")),
                                    Long.parseLong(record.headers().get("gridclear.source.offset"))))
                            .isEqualTo(letter.key());
                });
    }

    @Test
    void nothingElseIsADeadLetter() {
        assertThat(dead).hasSameSizeAs(letters);
    }

    @Test
    void aByteIdenticalRepeatChangesNothingAndIsNotAnswered() {
        assertThat(bookedPoints).containsOnlyOnce(twice.mrid());
        assertThat(answersTo(twice)).isEmpty();
    }

    @Test
    void anOlderRevisionIsStale() {
        assertThat(bookedPoints).containsOnlyOnce(disordered.mrid());
        assertThat(answersTo(disordered)).singleElement().satisfies(answer -> {
            assertThat(answer.getReasonCode()).isEqualTo(RejectReasonCode.STALE_REVISION);
            assertThat(answer.getRevision()).isEqualTo(1);
        });
    }

    @Test
    void aParticipantStandsOnOneSideOfAPeriod() {
        assertThat(bookedPoints).containsOnlyOnce(turncoat.mrid());
        assertThat(answersTo(turncoat)).singleElement().satisfies(answer -> {
            assertThat(answer.getReasonCode()).isEqualTo(RejectReasonCode.OPPOSITE_SIDE);
            assertThat(answer.getOrderId()).isEqualTo("the-other-side");
        });
    }

    @Test
    void aFloodForAnUnknownAreaIsAnsweredBidByBid() {
        assertThat(answersTo(flooder))
                .hasSize(FLOOD)
                .extracting(BidRejected::getReasonCode)
                .containsOnly(RejectReasonCode.UNKNOWN_AREA);
    }

    @Test
    void theGoodBidsClear() {
        assertThat(result).isNotNull();
        assertThat(result.getSellOrders())
                .as("good seller, twice, disordered, turncoat")
                .isEqualTo(4);
        assertThat(result.getBuyOrders()).isEqualTo(1);
        assertThat(result.getStage1Wh()).as("all that the buyer asked for").isEqualTo(1_000);
        assertThat(result.getDebitNano()).isEqualTo(result.getCreditNano());
    }

    @Test
    void aRecordFromTheFutureIsRefusedByTheBroker() {
        try (TestMarket market = new TestMarket(cluster)) {
            long tomorrowMs = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
            market.producer().sendBytesAt(tomorrowMs, TopicCatalogue.BIDS.name(), "future", new byte[] {0});

            assertThatThrownBy(market::flush)
                    .isInstanceOf(ClusterFailure.class)
                    .hasCauseInstanceOf(InvalidTimestampException.class);
        }
    }

    private List<BidRejected> answersTo(TestPoint point) {
        return answers.stream()
                .filter(answer -> answer.getUsagePointMrid().equals(point.mrid()))
                .toList();
    }

    private @Nullable String keyAt(int partition, long offset) {
        return bids.stream()
                .filter(bid -> bid.partition() == partition && bid.offset() == offset)
                .findFirst()
                .orElseThrow()
                .key();
    }

    private static byte[] withSchemaId(byte[] record, int schemaId) {
        byte[] changed = record.clone();
        ByteBuffer.wrap(changed).putInt(1, schemaId);
        return changed;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
