package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BidRejected;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason by an example, a boundary and a refusal, through the whole topology; and which comes first of several. */
class RejectionTest {

    private static final String UNSIGNED = "unsigned-area";
    private static final long HORIZON_MS = 600_000;

    @TempDir
    static Path stateDir;

    private static MarketDriver market;
    private static int points;

    @BeforeAll
    static void openMarket() {
        market = new MarketDriver(stateDir);
        var area = MarketDriver.area(MarketDriver.AREA, terms -> terms.setMaxOrderWh(1_000_000));
        area.setHorizonMs(HORIZON_MS);
        market.configure(area);
        var unsigned = MarketDriver.area(UNSIGNED, terms -> {});
        unsigned.setRequireSignatures(false);
        market.configure(unsigned);
        market.configure(MarketDriver.area("broken-area", terms -> terms.setTick(99)));
        market.register("taken", "carol");
        market.buy("taken", 600_000, bid -> bid.setRevision(5));
        market.register("lost", "carol", "nowhere");
    }

    @AfterAll
    static void closeMarket() {
        market.close();
    }

    /** A bid that is good but for one thing, and the answer; null where the thing is on the good side of its boundary. */
    record Row(String what, Side side, Consumer<Bid> change, RejectReasonCode reason) {
        @Override
        public String toString() {
            return what + " -> " + (reason == null ? "accepted" : reason);
        }
    }

    private static Row sell(String what, Consumer<Bid> change, RejectReasonCode reason) {
        return new Row(what, Side.SELL, change, reason);
    }

    private static Row buy(String what, Consumer<Bid> change, RejectReasonCode reason) {
        return new Row(what, Side.BUY, change, reason);
    }

    private static Consumer<Bid> period(long start) {
        return bid -> bid.setPeriodStart(Instant.ofEpochMilli(start));
    }

    static List<Row> rows() {
        long lastStart = MarketDriver.BEGIN + HORIZON_MS;
        return List.of(
                sell("a good bid", bid -> {}, null),
                sell(
                        "another's usage point",
                        bid -> bid.setUsagePointMrid("no-point"),
                        RejectReasonCode.UNKNOWN_USAGE_POINT),
                sell("the last period of the horizon", period(lastStart), null),
                sell(
                        "the first behind it",
                        period(lastStart + MarketDriver.PERIOD_MS),
                        RejectReasonCode.UNKNOWN_PERIOD),
                sell("a millisecond late", period(MarketDriver.PERIOD + 1), RejectReasonCode.UNKNOWN_PERIOD),
                sell("a millisecond early", period(MarketDriver.PERIOD - 1), RejectReasonCode.UNKNOWN_PERIOD),
                sell("before the epoch", period(-MarketDriver.PERIOD_MS), RejectReasonCode.UNKNOWN_PERIOD),
                sell("the last instant there is", period(Long.MAX_VALUE), RejectReasonCode.UNKNOWN_PERIOD),
                sell("the first instant there is", period(Long.MIN_VALUE), RejectReasonCode.UNKNOWN_PERIOD),
                sell(
                        "the last period there is",
                        period(Long.MAX_VALUE / MarketDriver.PERIOD_MS * MarketDriver.PERIOD_MS),
                        RejectReasonCode.UNKNOWN_PERIOD),
                sell("1970", period(0), RejectReasonCode.UNKNOWN_PERIOD),
                sell("a period that has just begun", period(MarketDriver.BEGIN), RejectReasonCode.GATE_CLOSED),
                sell("1 Wh", bid -> bid.setQuantityWh(1), null),
                sell("0 Wh", bid -> bid.setQuantityWh(0), RejectReasonCode.BAD_QUANTITY),
                sell("-1 Wh", bid -> bid.setQuantityWh(-1), RejectReasonCode.BAD_QUANTITY),
                sell(
                        "the least of all quantities",
                        bid -> bid.setQuantityWh(Long.MIN_VALUE),
                        RejectReasonCode.BAD_QUANTITY),
                sell("the largest order", bid -> bid.setQuantityWh(1_000_000), null),
                sell("1 Wh more", bid -> bid.setQuantityWh(1_000_001), RejectReasonCode.BAD_QUANTITY),
                sell("the largest of all", bid -> bid.setQuantityWh(Long.MAX_VALUE), RejectReasonCode.BAD_QUANTITY),
                sell("at the feed-in tariff", bid -> bid.setPrice(450_000), null),
                sell("a tick below it", bid -> bid.setPrice(449_900), RejectReasonCode.PRICE_OUT_OF_BAND),
                sell("at the retail tariff", bid -> bid.setPrice(670_000), null),
                sell("a tick above it", bid -> bid.setPrice(670_100), RejectReasonCode.PRICE_OUT_OF_BAND),
                sell("a negative price", bid -> bid.setPrice(-500_000), RejectReasonCode.PRICE_OUT_OF_BAND),
                sell("a limit below the band", bid -> bid.setLimitPrice(449_900L), RejectReasonCode.PRICE_OUT_OF_BAND),
                sell("a limit of -1", bid -> bid.setLimitPrice(-1L), RejectReasonCode.PRICE_OUT_OF_BAND),
                buy("a limit above the band", bid -> bid.setLimitPrice(670_100L), RejectReasonCode.PRICE_OUT_OF_BAND),
                sell("half a tick", bid -> bid.setPrice(500_050), RejectReasonCode.OFF_TICK),
                sell("a limit off the tick", bid -> bid.setLimitPrice(480_001L), RejectReasonCode.OFF_TICK),
                sell("a sell limit at the ask", bid -> bid.setLimitPrice(500_000L), null),
                sell("a tick above the ask", bid -> bid.setLimitPrice(500_100L), RejectReasonCode.LIMIT_CROSSES_QUOTE),
                buy("a buy limit at the bid", bid -> bid.setLimitPrice(500_000L), null),
                buy("a tick below the bid", bid -> bid.setLimitPrice(499_900L), RejectReasonCode.LIMIT_CROSSES_QUOTE),
                sell("a first revision that is not 0", bid -> bid.setRevision(7), null),
                sell("the highest revision", bid -> bid.setRevision(Long.MAX_VALUE), null),
                sell(
                        "a cancellation of nothing",
                        bid -> {
                            bid.setRevision(1);
                            bid.setQuantityWh(0);
                        },
                        null));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void oneThingIsWrong(Row row) {
        String point = "point-" + points++;
        market.register(point, "owner-of-" + point);
        market.reasons();
        market.book();

        Bid bid = MarketDriver.bid(point, row.side(), 500_000, row.change());
        market.send(bid);

        expect(row.reason(), bid);
    }

    /** The book says yes, or the fleet is told why not: exactly one of the two. */
    private static void expect(RejectReasonCode reason, Bid bid) {
        assertThat(market.reasons()).isEqualTo(reason == null ? List.of() : List.of(reason));
        assertThat(market.book().stream().filter(entry -> entry.getOrder() != null))
                .hasSize(reason == null ? 1 : 0)
                .allSatisfy(entry -> assertThat(entry.getOrder().getOrderId()).isEqualTo(bid.getOrderId()));
    }

    record Signing(String what, String point, Consumer<Bid> afterSigning, RejectReasonCode reason) {
        @Override
        public String toString() {
            return what + " -> " + (reason == null ? "accepted" : reason);
        }
    }

    static List<Signing> signings() {
        return List.of(
                new Signing("its own key", "signs", bid -> {}, null),
                new Signing(
                        "a bit is turned",
                        "signs",
                        bid -> bid.getSignature()
                                .put(5, (byte) (bid.getSignature().get(5) ^ 1)),
                        RejectReasonCode.BAD_SIGNATURE),
                new Signing(
                        "the price is another", "signs", bid -> bid.setPrice(500_100), RejectReasonCode.BAD_SIGNATURE),
                new Signing("so is the revision", "signs", bid -> bid.setRevision(1), RejectReasonCode.BAD_SIGNATURE),
                new Signing(
                        "so is the sender's clock",
                        "signs",
                        bid -> bid.setCreatedAt(Instant.ofEpochMilli(1)),
                        RejectReasonCode.BAD_SIGNATURE),
                new Signing(
                        "no signature",
                        "signs",
                        bid -> bid.setSignature(ByteBuffer.allocate(0)),
                        RejectReasonCode.BAD_SIGNATURE),
                new Signing(
                        "63 bytes",
                        "signs",
                        bid -> bid.setSignature(ByteBuffer.allocate(63)),
                        RejectReasonCode.BAD_SIGNATURE),
                new Signing("another's key", "is-signed-for", bid -> {}, RejectReasonCode.BAD_SIGNATURE),
                new Signing("no key where one is wanted", "has-no-key", bid -> {}, RejectReasonCode.BAD_SIGNATURE),
                new Signing("no key where none is wanted", "needs-no-key", bid -> {}, null),
                new Signing(
                        "64 bytes that nobody can check",
                        "needs-no-key",
                        bid -> {
                            bid.setOrderId("unchecked");
                            bid.setSignature(ByteBuffer.allocate(64));
                        },
                        null),
                new Signing(
                        "65 bytes that nobody can check",
                        "needs-no-key",
                        bid -> bid.setSignature(ByteBuffer.allocate(65)),
                        RejectReasonCode.BAD_SIGNATURE),
                new Signing("a key where none is wanted", "signs-all-the-same", bid -> {}, null),
                new Signing(
                        "which must then be used",
                        "signs-all-the-same",
                        bid -> bid.setSignature(ByteBuffer.allocate(0)),
                        RejectReasonCode.BAD_SIGNATURE),
                new Signing("an area that nobody configured", "lost", bid -> {}, RejectReasonCode.UNKNOWN_AREA),
                new Signing("an area whose terms do not fit", "breaks", bid -> {}, RejectReasonCode.UNKNOWN_AREA),
                new Signing("no key, and no area either", "lost-unsigned", bid -> {}, RejectReasonCode.UNKNOWN_AREA),
                new Signing("who stands for the grid", "of-the-grid", bid -> {}, RejectReasonCode.UNKNOWN_USAGE_POINT),
                new Signing(
                        "who stands for the tax authority",
                        "of-the-state",
                        bid -> {},
                        RejectReasonCode.UNKNOWN_USAGE_POINT));
    }

    @ParameterizedTest
    @MethodSource("signings")
    void whoSendsAndIsItSigned(Signing row) {
        market.register("signs", "dora");
        market.register("breaks", "dora", "broken-area");
        market.register("of-the-grid", "grid");
        market.register("of-the-state", "tax-authority");
        market.register("signs-all-the-same", "emil", UNSIGNED);
        market.registerUnsigned("has-no-key", "dora", MarketDriver.AREA);
        market.registerUnsigned("needs-no-key", "fritz", UNSIGNED);
        market.registerUnsigned("lost-unsigned", "fritz", "nowhere");
        market.register(MarketDriver.point(
                "is-signed-for",
                "dora",
                MarketDriver.AREA,
                MarketDriver.keys("somebody-else").publicKey()));
        market.reasons();
        market.book();

        Bid bid = MarketDriver.bid(row.point(), Side.SELL, 500_000, some -> some.setOrderId("o " + row.what()));
        market.sign(bid);
        if (row.point().equals("is-signed-for")) {
            Bid signed = MarketDriver.bid("signs", Side.SELL, 500_000, some -> some.setOrderId("o " + row.what()));
            market.sign(signed);
            bid.setSignature(signed.getSignature());
        }
        row.afterSigning().accept(bid);
        market.sendAsIs(bid);

        expect(row.reason(), bid);
    }

    /** What can be wrong with one bid, in the order in which it is checked; each leaves the others possible. */
    private enum Mistake {
        UNKNOWN_USAGE_POINT,
        BAD_SIGNATURE,
        UNKNOWN_AREA,
        UNKNOWN_PERIOD,
        GATE_CLOSED,
        BAD_QUANTITY,
        PRICE_OUT_OF_BAND,
        OFF_TICK,
        LIMIT_CROSSES_QUOTE,
        OPPOSITE_SIDE,
        STALE_REVISION
    }

    private static Bid bidWith(List<Mistake> mistakes) {
        Bid bid = MarketDriver.bid(
                mistakes.contains(Mistake.UNKNOWN_AREA) ? "lost" : "taken",
                Side.BUY,
                600_000,
                some -> some.setOrderId("new"));
        if (mistakes.contains(Mistake.STALE_REVISION)) {
            bid.setOrderId("order-of-taken");
            bid.setRevision(3);
        }
        if (mistakes.contains(Mistake.OPPOSITE_SIDE)) {
            bid.setSide(Side.SELL);
        }
        if (mistakes.contains(Mistake.PRICE_OUT_OF_BAND)) {
            bid.setPrice(400_000);
        }
        if (mistakes.contains(Mistake.OFF_TICK)) {
            bid.setPrice(bid.getPrice() + 50);
        }
        if (mistakes.contains(Mistake.LIMIT_CROSSES_QUOTE)) {
            bid.setLimitPrice(bid.getSide() == Side.SELL ? bid.getPrice() + 200 : bid.getPrice() - 200);
        }
        if (mistakes.contains(Mistake.BAD_QUANTITY)) {
            bid.setQuantityWh(-5);
        }
        long start = mistakes.contains(Mistake.GATE_CLOSED) ? MarketDriver.BEGIN : MarketDriver.PERIOD;
        bid.setPeriodStart(Instant.ofEpochMilli(mistakes.contains(Mistake.UNKNOWN_PERIOD) ? start + 1 : start));
        market.sign(bid);
        if (mistakes.contains(Mistake.BAD_SIGNATURE)) {
            bid.getSignature().put(0, (byte) (bid.getSignature().get(0) ^ 1));
        }
        if (mistakes.contains(Mistake.UNKNOWN_USAGE_POINT)) {
            bid.setUsagePointMrid("nobody");
        }
        return bid;
    }

    @Test
    void ofSeveralMistakesTheFirstIsTold() {
        List<Mistake> all = List.of(Mistake.values());
        market.reasons();
        market.book();
        // every one, every two and every three of them
        for (int set = 1; set < 1 << all.size(); set++) {
            if (Integer.bitCount(set) > 3) {
                continue;
            }
            List<Mistake> mistakes = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                if ((set & 1 << i) != 0) {
                    mistakes.add(all.get(i));
                }
            }
            market.sendAsIs(bidWith(mistakes));
            assertThat(market.reasons())
                    .as("of %s", mistakes)
                    .containsExactly(RejectReasonCode.valueOf(mistakes.get(0).name()));
        }
        assertThat(market.book()).isEmpty();
    }

    @Test
    void aRejectionSaysWhatWasRefusedWhereItStandsAndWhy() {
        market.register("tells", "greta");
        market.rejections();

        market.sell("tells", 500_000, bid -> {
            bid.setOrderId("o-1");
            bid.setRevision(4);
            bid.setPrice(700_000);
        });
        Bid unknown = MarketDriver.bid("nobody", Side.SELL, 500_000, bid -> {});
        market.sendAsIs(unknown);

        List<KeyValue<String, BidRejected>> told = market.readWithKeys(TopicCatalogue.BID_REJECTIONS);
        assertThat(told).extracting(record -> record.key).containsExactly("greta", "nobody");
        BidRejected first = told.get(0).value;
        BidRejected second = told.get(1).value;
        assertThat(first.getMarketParticipantMrid()).isEqualTo("greta");
        assertThat(first.getUsagePointMrid()).isEqualTo("tells");
        assertThat(first.getOrderId()).isEqualTo("o-1");
        assertThat(first.getRevision()).isEqualTo(4);
        assertThat(first.getAreaMrid()).isEqualTo(MarketDriver.AREA);
        assertThat(first.getPeriodStart()).isEqualTo(Instant.ofEpochMilli(MarketDriver.PERIOD));
        assertThat(first.getReasonCode()).isEqualTo(RejectReasonCode.PRICE_OUT_OF_BAND);
        assertThat(first.getDetail()).contains("700000", "450000..670000");
        assertThat(first.getRejectedAt()).isEqualTo(Instant.ofEpochMilli(market.now()));
        assertThat(List.of(first, second)).allSatisfy(rejection -> {
            assertThat(rejection.getSourceTopic()).isEqualTo("market.bids.v1");
            assertThat(rejection.getSourcePartition()).isZero();
        });
        assertThat(second.getSourceOffset()).isEqualTo(first.getSourceOffset() + 1);
        assertThat(second.getMarketParticipantMrid()).isEmpty();
        assertThat(second.getAreaMrid()).isEmpty();
        assertThat(second.getUsagePointMrid()).isEqualTo("nobody");
    }

    @Test
    void aBidUnderAnothersKeyIsNotLookedUp() {
        market.register("keyed", "hans");
        market.reasons();
        Bid bid = MarketDriver.bid("keyed", Side.SELL, 500_000, some -> {});
        market.sign(bid);
        market.input(TopicCatalogue.BIDS).pipeInput("taken", bid);
        market.input(TopicCatalogue.BIDS).pipeInput(null, bid);
        assertThat(market.reasons())
                .containsExactly(RejectReasonCode.UNKNOWN_USAGE_POINT, RejectReasonCode.UNKNOWN_USAGE_POINT);
        market.sendAsIs(bid);
        assertThat(market.reasons()).isEmpty();
    }
}
