package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.avro.UsagePoint;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that are none: put aside as they came, with the reason; the good ones beside them go on. */
class DeadLetterTest {

    private static final Instant SENT = Instant.ofEpochMilli(MarketDriver.BEGIN - 7);

    @TempDir
    static Path stateDir;

    private static MarketDriver market;
    private static int orders;

    @BeforeAll
    static void openMarket() {
        market = MarketDriver.openWithoutTransactions(stateDir);
    }

    @AfterAll
    static void closeMarket() {
        market.close();
    }

    @BeforeEach
    void readAll() {
        market.deadLetters(TopicCatalogue.BIDS);
        market.deadLetters(TopicCatalogue.POINTS);
        market.reasons();
        market.book();
    }

    /** What is sent in place of a good bid's bytes. */
    record Garbage(String what, Function<byte[], byte[]> change, String reason, String detail) {
        @Override
        public String toString() {
            return what + " -> " + reason;
        }
    }

    private static Garbage poison(String what, Consumer<Bid> change, String detail) {
        return new Garbage(
                what,
                good -> market.bytes(TopicCatalogue.BIDS, MarketDriver.bid("pv-1", Side.SELL, 500_000, change)),
                "POISON_RECORD",
                detail);
    }

    static List<Garbage> garbage() {
        return List.of(
                new Garbage("text", good -> "hello, world".getBytes(StandardCharsets.UTF_8), "BAD_MAGIC", "first byte"),
                new Garbage("no bytes", good -> new byte[0], "TOO_SHORT", "0 bytes"),
                new Garbage("a header cut short", good -> Arrays.copyOf(good, 4), "TOO_SHORT", "4 bytes"),
                new Garbage("a header alone", good -> Arrays.copyOf(good, 5), "MALFORMED_BODY", "body"),
                new Garbage("a body cut short", good -> Arrays.copyOf(good, good.length - 1), "MALFORMED_BODY", "body"),
                new Garbage("a byte too many", good -> Arrays.copyOf(good, good.length + 1), "TRAILING_BYTES", ""),
                new Garbage("two bids in one", good -> twice(good), "TRAILING_BYTES", ""),
                new Garbage("an id that nobody has", good -> withId(good, 4_711), "UNKNOWN_SCHEMA_ID", "4711"),
                new Garbage("a negative id", good -> withId(good, -1), "UNKNOWN_SCHEMA_ID", "-1"),
                new Garbage(
                        "another record",
                        good -> market.bytes(
                                TopicCatalogue.POINTS, UsagePoint.newBuilder().build()),
                        "NOT_THE_SCHEMA",
                        "UsagePoint"),
                new Garbage(
                        "a text of 2 GB, it says",
                        // a zigzag length of 2^31 - 9 where the usage point's id should begin
                        good -> ByteBuffer.allocate(12)
                                .put(Arrays.copyOf(good, 5))
                                .put(new byte[] {(byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 'x', 'y'})
                                .array(),
                        "MALFORMED_BODY",
                        ""),
                new Garbage("nothing", good -> null, "POISON_RECORD", "without a value"),
                poison("no side", bid -> bid.setSide(Side.UNSPECIFIED), "neither SELL nor BUY"),
                poison("no order id", bid -> bid.setOrderId(""), "orderId must have 1 to 128 bytes"),
                poison("an order id of 129 bytes", bid -> bid.setOrderId("x".repeat(129)), "has 129"),
                poison("an order id of 43 signs and 129 bytes", bid -> bid.setOrderId("\u6f22".repeat(43)), "has 129"),
                poison("no usage point", bid -> bid.setUsagePointMrid(""), "usagePointMrid must have"),
                poison("a usage point of a megabyte", bid -> bid.setUsagePointMrid("x".repeat(1 << 20)), "has 1048576"),
                poison("a negative revision", bid -> bid.setRevision(-1), "revision must be >= 0"),
                poison("the one limit that is none", bid -> bid.setLimitPrice(Long.MIN_VALUE), "limitPrice"));
    }

    private static byte[] twice(byte[] good) {
        return ByteBuffer.allocate(2 * good.length).put(good).put(good).array();
    }

    private static byte[] withId(byte[] good, int id) {
        return ByteBuffer.wrap(good.clone()).putInt(1, id).array();
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void garbageIsPutAsideAndTheGoodBidBesideItIsTaken(Garbage row) {
        byte[] good = market.bytes(
                TopicCatalogue.BIDS, MarketDriver.bid("pv-1", Side.SELL, 500_000, bid -> bid.setOrderId("bad")));
        byte[] bad = row.change().apply(good);
        market.raw(TopicCatalogue.BIDS).pipeInput("the-key", bad, SENT);
        String id = "good-" + orders++;
        market.sell("pv-1", 500_000, bid -> bid.setOrderId(id));

        List<TestRecord<String, byte[]>> letters = market.deadLetters(TopicCatalogue.BIDS);
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo("the-key");
            if (bad != null && bad.length <= TopicCatalogue.MAX_BATCH_BYTES) {
                assertThat(letter.value()).isEqualTo(bad);
            }
            assertThat(letter.getRecordTime()).isEqualTo(SENT);
            assertThat(header(letter, "gridclear.reason")).isEqualTo(row.reason());
            assertThat(header(letter, "gridclear.detail")).contains(row.detail());
            assertThat(header(letter, "gridclear.source.topic")).isEqualTo("market.bids.v1");
            assertThat(header(letter, "gridclear.source.partition")).isEqualTo("0");
            assertThat(header(letter, "gridclear.source.timestamp")).isEqualTo(Long.toString(SENT.toEpochMilli()));
        });
        assertThat(market.reasons()).isEmpty();
        assertThat(market.book().stream().filter(entry -> entry.getOrder() != null))
                .extracting(entry -> entry.getOrder().getOrderId())
                .containsExactly(id);
    }

    @Test
    void aLetterSaysAtWhichOffsetTheRecordStood() {
        market.raw(TopicCatalogue.BIDS).pipeInput("k", new byte[] {1});
        market.sell("pv-1", 700_000, bid -> bid.setOrderId("o"));
        market.raw(TopicCatalogue.BIDS).pipeInput("k", new byte[] {2});
        List<TestRecord<String, byte[]>> letters = market.deadLetters(TopicCatalogue.BIDS);
        long between = market.rejections().get(0).getSourceOffset();
        assertThat(letters)
                .extracting(letter -> header(letter, "gridclear.source.offset"))
                .containsExactly(Long.toString(between - 1), Long.toString(between + 1));
    }

    @Test
    void garbageWithoutAKeyKeepsNone() {
        market.raw(TopicCatalogue.BIDS).pipeInput(new byte[] {1});
        assertThat(market.deadLetters(TopicCatalogue.BIDS))
                .singleElement()
                .satisfies(letter -> assertThat(letter.key()).isNull());
    }

    /** A registration as it should not be. */
    record BadPoint(String what, String key, Function<UsagePoint, byte[]> bytes, String reason, String detail) {
        @Override
        public String toString() {
            return what + " -> " + reason;
        }
    }

    private static BadPoint badPoint(String what, Consumer<UsagePoint> change, String detail) {
        return new BadPoint(
                what,
                "point",
                point -> {
                    change.accept(point);
                    return market.bytes(TopicCatalogue.POINTS, point);
                },
                "POISON_RECORD",
                detail);
    }

    static List<BadPoint> badPoints() {
        String longId = "x".repeat(129);
        return List.of(
                new BadPoint("garbage", "point", point -> new byte[] {7, 7, 7, 7, 7, 7}, "POISON_RECORD", "BAD_MAGIC"),
                new BadPoint(
                        "a bid",
                        "point",
                        point -> market.bytes(TopicCatalogue.BIDS, MarketDriver.bid("point", Side.SELL, 1, bid -> {})),
                        "POISON_RECORD",
                        "NOT_THE_SCHEMA"),
                new BadPoint(
                        "another's id",
                        "point",
                        point -> market.bytes(
                                TopicCatalogue.POINTS,
                                MarketDriver.point("other", "anna", MarketDriver.AREA, new byte[0])),
                        "POISON_RECORD",
                        "which is other"),
                badPoint("no owner", point -> point.setMarketParticipantMrid(""), "marketParticipantMrid"),
                badPoint("an owner too long", point -> point.setMarketParticipantMrid(longId), "marketParticipantMrid"),
                badPoint("no area", point -> point.setAreaMrid(""), "areaMrid"),
                badPoint("an area too long", point -> point.setAreaMrid(longId), "areaMrid"),
                badPoint("a bus of 65 bytes", point -> point.setBus("b".repeat(65)), "bus"),
                badPoint("half a key", point -> point.setPublicKey(ByteBuffer.allocate(16)), "publicKey"),
                badPoint("a key of small order", point -> point.setPublicKey(ByteBuffer.allocate(32)), "publicKey"));
    }

    @ParameterizedTest
    @MethodSource("badPoints")
    void aBadRegistrationIsPutAsideAndItsPointUnknownUntilItIsMended(BadPoint row) {
        String order = "order-" + orders++;
        market.register("point", "anna");
        byte[] bad = row.bytes()
                .apply(MarketDriver.point(
                        "point",
                        "anna",
                        MarketDriver.AREA,
                        MarketDriver.keys("point").publicKey()));

        market.raw(TopicCatalogue.POINTS).pipeInput(row.key(), bad);
        market.sell("point", 500_000, bid -> bid.setOrderId(order));
        market.sell("pv-1", 500_000, bid -> bid.setOrderId(order));

        assertThat(market.deadLetters(TopicCatalogue.POINTS)).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isEqualTo(bad);
            assertThat(header(letter, "gridclear.reason")).isEqualTo(row.reason());
            assertThat(header(letter, "gridclear.detail")).contains("point", row.detail());
            assertThat(header(letter, "gridclear.source.topic")).isEqualTo("meter.points.v1");
        });
        assertThat(market.reasons()).containsExactly(RejectReasonCode.UNKNOWN_USAGE_POINT);

        market.register("point", "anna");
        market.sell("point", 500_000, bid -> bid.setOrderId(order));
        assertThat(market.reasons()).isEmpty();
    }

    @Test
    void aRegistrationWithoutAKeyIsPutAside() {
        market.raw(TopicCatalogue.POINTS)
                .pipeInput(market.bytes(
                        TopicCatalogue.POINTS, MarketDriver.point("p", "anna", MarketDriver.AREA, new byte[0])));
        assertThat(market.deadLetters(TopicCatalogue.POINTS)).hasSize(1);
    }

    @Test
    void aTombstoneTakesAPointOutAndIsNoDeadLetter() {
        market.register("gone", "anna");
        market.sell("gone", 500_000);
        market.raw(TopicCatalogue.POINTS).pipeInput("gone", (byte[]) null);
        market.raw(TopicCatalogue.POINTS).pipeInput("never-there", (byte[]) null);
        market.sell("gone", 500_000, bid -> bid.setOrderId("second"));
        assertThat(market.reasons()).containsExactly(RejectReasonCode.UNKNOWN_USAGE_POINT);
        assertThat(market.deadLetters(TopicCatalogue.POINTS)).isEmpty();
    }

    @Test
    void anAreaThatCannotBeReadIsClosedUntilItIsMendedAndTheOthersGoOn() {
        market.configure(MarketDriver.area("fragile", terms -> {}));
        market.register("in-fragile", "anna", "fragile");
        market.raw(TopicCatalogue.AREAS).pipeInput("fragile", new byte[] {9, 9, 9, 9, 9, 9});
        market.raw(TopicCatalogue.AREAS).pipeInput(null, new byte[] {9});
        market.raw(TopicCatalogue.AREAS).pipeInput("x".repeat(70_000), new byte[] {9});
        market.advance(1_000);
        market.sell("in-fragile", 500_000);
        market.sell("pv-1", 500_000, bid -> bid.setOrderId("beside"));
        assertThat(market.reasons()).containsExactly(RejectReasonCode.UNKNOWN_AREA);
        market.configure(MarketDriver.area("fragile", terms -> {}));
        market.sell("in-fragile", 500_000);
        assertThat(market.reasons()).isEmpty();
    }

    private static String header(TestRecord<String, byte[]> letter, String name) {
        Headers headers = letter.headers();
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
