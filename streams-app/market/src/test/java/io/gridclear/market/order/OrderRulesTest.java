package io.gridclear.market.order;

import static io.gridclear.market.order.OrderRequests.TERMS;
import static io.gridclear.market.order.OrderRequests.buy;
import static io.gridclear.market.order.OrderRequests.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.order.OrderDecision.Accepted;
import io.gridclear.market.order.OrderDecision.Refused;
import io.gridclear.market.order.OrderDecision.Repeated;
import io.gridclear.market.order.OrderRules.Gate;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each rule by an example, its boundary and a refusal; submission only, re-quotes have their own stories. */
class OrderRulesTest {

    private static final String OK = "NEW";

    private static String decide(OrderRequests request) {
        return decide(request, null, ParticipantStance.NONE, 0);
    }

    private static String decide(OrderRequests request, StandingOrder standing, ParticipantStance stance, long sideWh) {
        return word(OrderRules.decide(TERMS, Gate.SUBMISSION, request.request(), standing, stance, sideWh, 0));
    }

    private static String word(OrderDecision decision) {
        if (decision instanceof Accepted accepted) {
            return accepted.kind().name();
        }
        if (decision instanceof Refused refused) {
            assertThat(refused.detail()).isNotBlank();
            return refused.reason().name();
        }
        return "REPEATED";
    }

    @Nested
    class UnknownPeriod {

        private static final long NOW = 1_800_000_000_000L;
        private static final long HORIZON = 86_400_000;

        @ParameterizedTest(name = "start {0} ms from a clock on a period''s edge: {1}")
        @CsvSource({
            "900000, true",
            "900001, false",
            "899999, false",
            "86400000, true",
            "87300000, false",
            // a period just gone is known: its gate is closed, which is another reason
            "-900000, true",
            "-86400000, true",
            "-87300000, false",
        })
        void alignedAndWithinTheHorizon(long fromNow, boolean known) {
            Refused refused = OrderRules.checkPeriod(TERMS, HORIZON, NOW + fromNow, NOW);
            assertThat(refused == null).isEqualTo(known);
            if (refused != null) {
                assertThat(refused.reason()).isEqualTo(RejectReason.UNKNOWN_PERIOD);
            }
        }

        @ParameterizedTest
        @CsvSource({
            "9223372036854000000, 0, 86400000",
            "9223372036854000000, 1800000000000, 86400000",
            "-900000, 0, 9223372036854775807",
            "-9223372036854000000, 1800000000000, 9223372036854775807",
        })
        void startsAtTheEndOfTimeAreRefusedWithoutOverflow(long start, long now, long horizon) {
            assertThat(OrderRules.checkPeriod(TERMS, horizon, start, now)).isNotNull();
        }

        @Test
        void anEndlessHorizonKnowsEveryAlignedPeriod() {
            assertThat(OrderRules.checkPeriod(TERMS, Long.MAX_VALUE, 9_223_372_036_854_000_000L / 900_000 * 900_000, 1))
                    .isNull();
        }
    }

    @Nested
    class GateClosed {

        @Test
        void beforeTheGateAnOrderIsAccepted() {
            assertThat(decide(sell())).isEqualTo(OK);
        }

        @Test
        void afterwardsNothingIsNotEvenACancellation() {
            StandingOrder standing = sell().standing();
            ParticipantStance stance = ParticipantStance.NONE.plus(Side.SELL);
            for (OrderRequests request :
                    List.of(sell().wh(5), sell().revision(1), sell().revision(1).wh(0))) {
                assertThat(word(OrderRules.decide(
                                TERMS, Gate.CLOSED, request.request(), standing, stance, 1_000, 1_000)))
                        .isEqualTo("GATE_CLOSED");
            }
        }

        @Test
        void aRepeatIsSilentEvenThen() {
            assertThat(OrderRules.decide(
                            TERMS,
                            Gate.CLOSED,
                            sell().request(),
                            sell().standing(),
                            ParticipantStance.NONE.plus(Side.SELL),
                            1_000,
                            0))
                    .isEqualTo(new Repeated());
        }
    }

    @ParameterizedTest(name = "{0} Wh: {1}")
    @CsvSource({
        "1, NEW",
        "0, BAD_QUANTITY",
        "-1, BAD_QUANTITY",
        "1000000000, NEW",
        "1000000001, BAD_QUANTITY",
        "9223372036854775807, BAD_QUANTITY",
        "-9223372036854775808, BAD_QUANTITY",
    })
    void badQuantity(long quantityWh, String expected) {
        assertThat(decide(sell().wh(quantityWh))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} Wh more than there is room for: {1}")
    @CsvSource({"-1, NEW", "0, NEW", "1, BAD_QUANTITY"})
    void badQuantityWhereTheSideIsFull(long over, String expected) {
        long sideWh = TERMS.maxSideWh() - 1_000 + over;
        assertThat(decide(sell().wh(1_000), null, ParticipantStance.NONE, sideWh))
                .isEqualTo(expected);
    }

    @Test
    void aRevisionMakesRoomByWhatItReplaces() {
        ParticipantStance stance = ParticipantStance.NONE.plus(Side.SELL);
        long full = TERMS.maxSideWh();
        assertThat(decide(
                        sell().revision(1).wh(1_000).price(460_000),
                        sell().wh(1_000).standing(),
                        stance,
                        full))
                .isEqualTo("REVISION");
        assertThat(decide(sell().revision(1).wh(1_001), sell().wh(1_000).standing(), stance, full))
                .isEqualTo("BAD_QUANTITY");
    }

    @ParameterizedTest(name = "{0} at {1}, limit {2}: {3}")
    @CsvSource({
        "SELL, 450000, -1, NEW",
        "SELL, 449900, -1, PRICE_OUT_OF_BAND",
        "BUY, 670000, -1, NEW",
        "BUY, 670100, -1, PRICE_OUT_OF_BAND",
        "SELL, -9223372036854775808, -1, PRICE_OUT_OF_BAND",
        "BUY, 9223372036854775800, -1, PRICE_OUT_OF_BAND",
        // the limit must lie in the band as well
        "SELL, 500000, 450000, NEW",
        "SELL, 500000, 449900, PRICE_OUT_OF_BAND",
        "BUY, 500000, 670000, NEW",
        "BUY, 500000, 670100, PRICE_OUT_OF_BAND",
        "BUY, 500000, -9223372036854775808, PRICE_OUT_OF_BAND",
    })
    void priceOutOfBand(Side side, long price, long limit, String expected) {
        assertThat(decide(sell().side(side).price(price).limit(limit))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} at {1}, limit {2}: {3}")
    @CsvSource({
        "SELL, 500100, -1, NEW",
        "SELL, 500050, -1, OFF_TICK",
        "BUY, 500001, -1, OFF_TICK",
        "BUY, 500000, 500099, OFF_TICK",
        "BUY, 500000, 500100, NEW",
    })
    void offTick(Side side, long price, long limit, String expected) {
        assertThat(decide(sell().side(side).price(price).limit(limit))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} at 500000, limit {1}: {2}")
    @CsvSource({
        "SELL, 499900, NEW",
        "SELL, 500000, NEW",
        "SELL, 500100, LIMIT_CROSSES_QUOTE",
        "BUY, 500100, NEW",
        "BUY, 500000, NEW",
        "BUY, 499900, LIMIT_CROSSES_QUOTE",
    })
    void limitCrossesQuote(Side side, long limit, String expected) {
        assertThat(decide(sell().side(side).limit(limit))).isEqualTo(expected);
    }

    @Nested
    class OppositeSide {

        @Test
        void aSecondOrderOnTheSameSideIsWelcome() {
            assertThat(decide(sell(), null, ParticipantStance.NONE.plus(Side.SELL), 1_000))
                    .isEqualTo(OK);
        }

        @Test
        void anOrderAgainstOnesOwnStanceIsNot() {
            assertThat(decide(buy(), null, ParticipantStance.NONE.plus(Side.SELL), 0))
                    .isEqualTo("OPPOSITE_SIDE");
        }

        @Test
        void oneLiveOrderOfTwoStillMakesAStance() {
            ParticipantStance one =
                    ParticipantStance.NONE.plus(Side.SELL).plus(Side.SELL).minus();
            assertThat(decide(buy(), null, one, 0)).isEqualTo("OPPOSITE_SIDE");
        }

        @Test
        void whoeverHasCancelledAllIsFree() {
            ParticipantStance free = ParticipantStance.NONE
                    .plus(Side.SELL)
                    .plus(Side.SELL)
                    .minus()
                    .minus();
            assertThat(free).isEqualTo(ParticipantStance.NONE);
            assertThat(decide(buy(), null, free, 0)).isEqualTo(OK);
        }

        @Test
        void aLiveOrderDoesNotChangeSidesByRevisionButByCancellation() {
            StandingOrder standing = sell().standing();
            ParticipantStance stance = ParticipantStance.NONE.plus(Side.SELL);
            assertThat(decide(buy().revision(1), standing, stance, 0)).isEqualTo("OPPOSITE_SIDE");
            assertThat(decide(sell().revision(1).wh(0), standing, stance, 1_000))
                    .isEqualTo("CANCELLATION");
            StandingOrder cancelled = sell().revision(1).wh(0).standing();
            assertThat(decide(buy().revision(2), cancelled, stance.minus(), 0)).isEqualTo(OK);
        }

        @Test
        void aCancellationNeedNotNameTheRightSide() {
            assertThat(decide(
                            buy().revision(1).wh(0), sell().standing(), ParticipantStance.NONE.plus(Side.SELL), 1_000))
                    .isEqualTo("CANCELLATION");
        }
    }

    @Nested
    class StaleRevision {

        private final ParticipantStance stance = ParticipantStance.NONE.plus(Side.SELL);

        @ParameterizedTest(name = "revision {0} against a standing 3: {1}")
        @CsvSource({"4, REVISION", "9223372036854775807, REVISION", "3, STALE_REVISION", "0, STALE_REVISION"})
        void theHighestRevisionCounts(long revision, String expected) {
            StandingOrder standing = sell().revision(3).standing();
            assertThat(decide(sell().revision(revision).wh(2_000), standing, stance, 1_000))
                    .isEqualTo(expected);
        }

        @Test
        void aByteIdenticalRepeatIsSilent() {
            assertThat(decide(sell().revision(3), sell().revision(3).standing(), stance, 1_000))
                    .isEqualTo("REPEATED");
        }

        @Test
        void aRepeatOfAnOlderRevisionIsStale() {
            assertThat(decide(sell().revision(2), sell().revision(3).standing(), stance, 1_000))
                    .isEqualTo("STALE_REVISION");
        }

        @ParameterizedTest(name = "first seen at revision {0}: {1}")
        @CsvSource({"0, NEW", "5, NEW", "-1, STALE_REVISION", "-9223372036854775808, STALE_REVISION"})
        void revisionsBeginAtNought(long revision, String expected) {
            assertThat(decide(sell().revision(revision))).isEqualTo(expected);
        }
    }

    @Nested
    class Cancellation {

        @Test
        void quantityNoughtWithARevisionCancels() {
            assertThat(decide(
                            sell().revision(1).wh(0), sell().standing(), ParticipantStance.NONE.plus(Side.SELL), 1_000))
                    .isEqualTo("CANCELLATION");
        }

        @Test
        void quantityNoughtAsAFirstOrderIsABadQuantity() {
            assertThat(decide(sell().wh(0))).isEqualTo("BAD_QUANTITY");
        }

        @Test
        void itsPricesAreNotLookedAt() {
            assertThat(decide(
                            sell().revision(1).wh(0).price(-3).limit(17),
                            sell().standing(),
                            ParticipantStance.NONE.plus(Side.SELL),
                            1_000))
                    .isEqualTo("CANCELLATION");
        }

        @Test
        void whatArrivesAfterItsCancellationIsStale() {
            assertThat(decide(sell().revision(1).wh(0))).isEqualTo("CANCELLATION");
            StandingOrder cancelled = sell().revision(1).wh(0).standing();
            assertThat(cancelled.isCancelled()).isTrue();
            assertThat(decide(sell(), cancelled, ParticipantStance.NONE, 0)).isEqualTo("STALE_REVISION");
            assertThat(decide(sell().revision(2), cancelled, ParticipantStance.NONE, 0))
                    .isEqualTo(OK);
        }

        @Test
        void aStaleCancellationCancelsNothing() {
            assertThat(decide(
                            sell().revision(1).wh(0),
                            sell().revision(2).standing(),
                            ParticipantStance.NONE.plus(Side.SELL),
                            1_000))
                    .isEqualTo("STALE_REVISION");
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void sidesKeepTheirCanonicalBytes(Side side) {
        assertThat(side.code()).isEqualTo(side == Side.SELL ? 1 : 2);
        assertThat(Side.ofCode(side.code())).isEqualTo(side);
    }
}
