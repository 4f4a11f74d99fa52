package io.gridclear.meter.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftChecksTest {
    private static final Instant START = Instant.parse("2026-06-15T10:00:00Z");
    private static final Instant END = Instant.parse("2026-06-15T10:15:00Z");
    private static final MeterIdentity METER = MeterIdentity.unsigned("meter-1", "owner-1");

    private static BidDraft ask() {
        return BidDraft.sell("order-1", START).energyWh(1_200).atPrice(560_000);
    }

    private static BidDraft bid() {
        return BidDraft.buy("order-1", START).energyWh(1_200).atPrice(560_000);
    }

    static Stream<Arguments> refusedBids() {
        return Stream.of(
                Arguments.of(BidDraft.sell("", START).energyWh(1).atPrice(1), RefusalReason.BAD_ORDER_ID, "has 0"),
                Arguments.of(
                        BidDraft.sell("x".repeat(129), START).energyWh(1).atPrice(1),
                        RefusalReason.BAD_ORDER_ID,
                        "has 129"),
                Arguments.of(
                        BidDraft.sell("ü".repeat(65), START).energyWh(1).atPrice(1),
                        RefusalReason.BAD_ORDER_ID,
                        "has 130"),
                Arguments.of(
                        BidDraft.sell("a", Instant.EPOCH.minusMillis(1))
                                .energyWh(1)
                                .atPrice(1),
                        RefusalReason.BAD_TIME,
                        "the period's start 1969"),
                Arguments.of(
                        BidDraft.sell("a", START.plusNanos(1)).energyWh(1).atPrice(1),
                        RefusalReason.BAD_TIME,
                        "whole milliseconds"),
                Arguments.of(ask().madeAt(START.plusNanos(1)), RefusalReason.BAD_TIME, "the bid's own time"),
                Arguments.of(ask().resize(-1), RefusalReason.BAD_QUANTITY, "-1 Wh"),
                Arguments.of(
                        BidDraft.sell("a", START).energyWh(0).atPrice(1),
                        RefusalReason.BAD_QUANTITY,
                        "asks for nothing"),
                Arguments.of(ask().requote(-100), RefusalReason.BAD_PRICE, "-100"),
                Arguments.of(ask().withLimit(560_100), RefusalReason.LIMIT_CROSSES_QUOTE, "limit 560100"),
                Arguments.of(bid().withLimit(559_900), RefusalReason.LIMIT_CROSSES_QUOTE, "limit 559900"),
                Arguments.of(
                        ask().withLimit(500_000).requote(499_900), RefusalReason.LIMIT_CROSSES_QUOTE, "ask 499900"));
    }

    @ParameterizedTest
    @MethodSource("refusedBids")
    void aBidThatIsWrongInAnyMarketIsRefusedWithTheValueThatIsWrong(BidDraft bid, RefusalReason reason, String said) {
        Optional<SubmitOutcome.Refused> objection = DraftChecks.objectionTo(METER, bid);

        assertThat(objection).isPresent();
        assertThat(objection.get().reason()).isEqualTo(reason);
        assertThat(objection.get().detail()).contains(said);
    }

    static Stream<BidDraft> goodBids() {
        return Stream.of(
                ask(),
                bid(),
                ask().withLimit(560_000),
                bid().withLimit(560_000),
                ask().cancel(),
                ask().requote(0),
                BidDraft.sell("x".repeat(128), Instant.EPOCH).energyWh(1).atPrice(0),
                BidDraft.buy("ü".repeat(64), START).energyWh(Long.MAX_VALUE).atPrice(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("goodBids")
    void whatOnlyTheMarketCanJudgeIsLeftToIt(BidDraft bid) {
        assertThat(DraftChecks.objectionTo(METER, bid)).isEmpty();
    }

    @Test
    void theFirstObjectionCounts() {
        BidDraft allWrong =
                BidDraft.sell("", START.plusNanos(1)).energyWh(-1).atPrice(-1).withLimit(5);

        assertThat(DraftChecks.objectionTo(METER, allWrong).orElseThrow().reason())
                .isEqualTo(RefusalReason.BAD_ORDER_ID);
        assertThat(DraftChecks.objectionTo(MeterIdentity.unsigned("", "owner"), allWrong)
                        .orElseThrow()
                        .reason())
                .isEqualTo(RefusalReason.BAD_USAGE_POINT);
    }

    static Stream<Arguments> refusedReadings() {
        ReadingDraft good = ReadingDraft.measured(START, END, 100, 0);
        return Stream.of(
                Arguments.of(ReadingDraft.measured(END, START, 1, 1), RefusalReason.BAD_INTERVAL, "is empty"),
                Arguments.of(ReadingDraft.measured(START, START, 1, 1), RefusalReason.BAD_INTERVAL, "is empty"),
                Arguments.of(
                        ReadingDraft.measured(START.plusNanos(5), END, 1, 1),
                        RefusalReason.BAD_TIME,
                        "interval's start"),
                Arguments.of(
                        ReadingDraft.measured(START, END.plusNanos(5), 1, 1), RefusalReason.BAD_TIME, "interval's end"),
                Arguments.of(good.corrected(1, 1, END.plusNanos(5)), RefusalReason.BAD_TIME, "the reading's own time"),
                Arguments.of(ReadingDraft.measured(START, END, -1, 0), RefusalReason.BAD_QUANTITY, "-1 Wh import"),
                Arguments.of(ReadingDraft.measured(START, END, 0, -2), RefusalReason.BAD_QUANTITY, "-2 Wh export"),
                Arguments.of(good.withRegisters(99, 0), RefusalReason.BAD_INTERVAL, "import register shows 99 Wh"),
                Arguments.of(
                        ReadingDraft.measured(START, END, 0, 7).withRegisters(0, 6),
                        RefusalReason.BAD_INTERVAL,
                        "export register shows 6 Wh"));
    }

    @ParameterizedTest
    @MethodSource("refusedReadings")
    void aReadingThatCannotBeIsRefused(ReadingDraft reading, RefusalReason reason, String said) {
        Optional<SubmitOutcome.Refused> objection = DraftChecks.objectionTo(METER, reading);

        assertThat(objection).isPresent();
        assertThat(objection.get().reason()).isEqualTo(reason);
        assertThat(objection.get().detail()).contains(said);
    }

    @Test
    void aReadingThatCanBeIsTaken() {
        ReadingDraft reading = ReadingDraft.measured(START, END, 100, 0).withRegisters(100, 0);

        assertThat(DraftChecks.objectionTo(METER, reading)).isEmpty();
        assertThat(DraftChecks.objectionTo(METER, reading.estimated())).isEmpty();
        assertThat(DraftChecks.objectionTo(METER, reading.corrected(90, 0, END)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "129"})
    void aUsagePointNeedsAnId(String length) {
        String id = length.isEmpty() ? "" : "m".repeat(Integer.parseInt(length));

        assertThat(DraftChecks.objectionTo(MeterIdentity.unsigned(id, "owner"), ask())
                        .orElseThrow()
                        .reason())
                .isEqualTo(RefusalReason.BAD_USAGE_POINT);
    }
}
