package io.gridclear.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.catalogue.TopicCatalogue;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a fleet sends: nothing that follows from it is too large to send, and the memory stays bounded. */
class HostileFleetTest {

    /** What one record of the application may hold at most, bytes: far below what a broker takes. */
    private static final int SMALL = 4_096;

    @TempDir
    Path stateDir;

    private MarketDriver market;

    @BeforeEach
    void openMarket() {
        market = MarketDriver.openWithoutTransactions(stateDir);
        var unsigned = MarketDriver.area("open", terms -> {});
        unsigned.setRequireSignatures(false);
        market.configure(unsigned);
        market.registerUnsigned("free", "fred", "open");
    }

    @AfterEach
    void closeMarket() {
        market.close();
    }

    @Test
    void headersOfABidStayBehind() {
        Bid bid = MarketDriver.bid("pv-1", Side.SELL, 500_000, some -> {});
        market.sign(bid);
        RecordHeaders headers = new RecordHeaders();
        headers.add("ballast", new byte[1 << 20]);
        market.input(TopicCatalogue.BIDS).pipeInput(new TestRecord<>("pv-1", bid, headers));
        assertThat(market.routed()).singleElement().satisfies(routed -> {
            assertThat(routed.headers()).isEmpty();
            assertThat(routed.value()).hasSizeLessThan(SMALL);
        });
        assertThat(market.book()).hasSize(2);
    }

    @Test
    void aSignatureThatNobodyChecksIsNoBallastEither() {
        market.send(
                MarketDriver.bid("free", Side.SELL, 500_000, bid -> bid.setSignature(ByteBuffer.allocate(1 << 20))));
        assertThat(market.routed()).isEmpty();
        assertThat(market.published().of(TopicCatalogue.BID_REJECTIONS))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).hasSizeLessThan(SMALL));
        assertThat(market.published().rejections())
                .extracting(rejection -> rejection.getReasonCode())
                .containsExactly(RejectReasonCode.BAD_SIGNATURE);
    }

    @Test
    void aHugeKeyDoesNotComeBackInTheRejection() {
        Bid bid = MarketDriver.bid("pv-1", Side.SELL, 500_000, some -> {});
        market.sign(bid);
        market.input(TopicCatalogue.BIDS).pipeInput("k".repeat(1 << 20), bid);
        assertThat(market.published().of(TopicCatalogue.BID_REJECTIONS))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.value()).hasSizeLessThan(SMALL);
                    assertThat(record.key()).isEqualTo("pv-1");
                });
    }

    @Test
    void theLongestIdsMakeSmallRecords() {
        // three bytes of a reference for each percent sign of an id
        String longest = "%".repeat(128);
        market.register(longest, longest + "", MarketDriver.AREA);
        market.sell(longest, 500_000, bid -> bid.setOrderId(longest));
        market.buy("house-1", 600_000, bid -> bid.setQuantityWh(300));
        market.closeGate();
        market.closeWindow();
        ReplayAudit.check(market.published());
        for (var topic : List.of(
                TopicCatalogue.BOOK,
                TopicCatalogue.TRADES,
                TopicCatalogue.SETTLEMENT_LINES,
                TopicCatalogue.SETTLEMENT_LATEST)) {
            assertThat(market.published().of(topic))
                    .isNotEmpty()
                    .allSatisfy(record -> assertThat(
                                    record.value().length + record.key().length())
                            .isLessThan(SMALL));
        }
    }

    @Test
    void aDeadLetterIsCutWhereNoBrokerWouldTakeIt() {
        byte[] huge = new byte[5 << 20];
        market.raw(TopicCatalogue.BIDS).pipeInput("k".repeat(100_000), huge);
        assertThat(market.deadLetters(TopicCatalogue.BIDS)).singleElement().satisfies(letter -> {
            assertThat(letter.value()).hasSize(TopicCatalogue.MAX_BATCH_BYTES);
            assertThat(letter.key()).hasSize(65_536);
            assertThat(letter.headers()
                            .lastHeader("gridclear.source.value.bytes")
                            .value())
                    .asString(UTF_8)
                    .isEqualTo("5242880");
            assertThat(letter.headers().lastHeader("gridclear.source.key.bytes").value())
                    .asString(UTF_8)
                    .isEqualTo("100000");
        });
    }

    @Test
    void bidsForEveryPeriodOfALongHorizonOpenABoundedNumber() {
        // a horizon of a year of minutes is cut to a thousand of them
        var area = MarketDriver.area(MarketDriver.AREA, terms -> {});
        area.setHorizonMs(366L * 86_400_000);
        market.configure(area);
        for (int i = 1; i <= 1_100; i++) {
            long start = MarketDriver.BEGIN + i * MarketDriver.PERIOD_MS;
            market.sell("pv-1", 500_000, bid -> bid.setPeriodStart(Instant.ofEpochMilli(start)));
        }
        assertThat(market.reasons()).hasSize(100).containsOnly(RejectReasonCode.UNKNOWN_PERIOD);
        // a state and a tally each, and the clock
        assertThat(market.entries("book-periods")).isLessThanOrEqualTo(2 * 1_001 + 1);
    }

    @Test
    void timesThatNoCalendarHoldsAreRefusedLikeAnyOther() {
        for (long time : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1}) {
            market.sell("pv-1", 500_000, bid -> {
                bid.setOrderId("created " + time);
                bid.setCreatedAt(Instant.ofEpochMilli(time));
            });
            market.sell("pv-1", 500_000, bid -> {
                bid.setOrderId("delivered " + time);
                bid.setPeriodStart(Instant.ofEpochMilli(time));
            });
        }
        assertThat(market.reasons()).hasSize(3).containsOnly(RejectReasonCode.UNKNOWN_PERIOD);
        market.closeGate();
        market.closeWindow();
        assertThat(ReplayAudit.check(market.published())).isEqualTo(2);
    }

    @Test
    void aRecordFromLongAgoIsTakenAndOneFromTheFutureClosesNothing() {
        Bid old = MarketDriver.bid("pv-1", Side.SELL, 500_000, some -> some.setOrderId("old"));
        Bid early = MarketDriver.bid("pv-1", Side.SELL, 500_000, some -> some.setOrderId("early"));
        Bid now = MarketDriver.bid("pv-1", Side.SELL, 500_000, some -> some.setOrderId("now"));
        List.of(old, early, now).forEach(market::sign);
        market.input(TopicCatalogue.BIDS).pipeInput("pv-1", early, MarketDriver.BEGIN + 300_000);
        market.input(TopicCatalogue.BIDS).pipeInput("pv-1", old, 0);
        market.input(TopicCatalogue.BIDS).pipeInput("pv-1", now, MarketDriver.BEGIN);
        assertThat(market.reasons()).isEmpty();
        assertThat(market.published().book())
                .extracting(entry -> entry.getRecordedAt())
                .containsOnly(Instant.ofEpochMilli(market.now()));
    }
}
