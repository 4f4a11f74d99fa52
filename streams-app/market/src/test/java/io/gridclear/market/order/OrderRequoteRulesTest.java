package io.gridclear.market.order;

import static io.gridclear.market.order.OrderRequests.TERMS;
import static io.gridclear.market.order.OrderRequests.buy;
import static io.gridclear.market.order.OrderRequests.sell;
import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.market.order.OrderDecision.Accepted;
import io.gridclear.market.order.OrderDecision.Kind;
import io.gridclear.market.order.OrderDecision.Refused;
import io.gridclear.market.order.OrderRules.Gate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Within the re-quote window: the price of what stage 1 left, and nothing else. */
class OrderRequoteRulesTest {

    private static OrderDecision decide(OrderRequests request, StandingOrder standing, long leftWh) {
        return OrderRules.decide(
                TERMS, Gate.REQUOTE, request.request(), standing, ParticipantStance.NONE, TERMS.maxSideWh(), leftWh);
    }

    private static String reason(OrderDecision decision) {
        return decision instanceof Refused refused ? refused.reason().name() : decision.toString();
    }

    @Test
    void thePriceOfWhatIsLeftMayBeRevised() {
        assertThat(decide(sell().revision(1).price(480_000), sell().standing(), 1))
                .isEqualTo(new Accepted(Kind.REQUOTE));
    }

    @Test
    void whatStage1TookCannotBeRevised() {
        assertThat(reason(decide(sell().revision(1).price(480_000), sell().standing(), 0)))
                .isEqualTo("GATE_CLOSED");
    }

    @Test
    void newAndCancelledOrdersComeTooLate() {
        assertThat(reason(decide(sell(), null, 0))).isEqualTo("GATE_CLOSED");
        assertThat(reason(decide(sell().revision(2), sell().revision(1).wh(0).standing(), 0)))
                .isEqualTo("GATE_CLOSED");
    }

    @Test
    void cancellationsComeTooLate() {
        assertThat(reason(decide(sell().revision(1).wh(0), sell().standing(), 1_000)))
                .isEqualTo("GATE_CLOSED");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"SELL, 1001", "SELL, 999", "BUY, 1000"})
    void quantityAndSideMayNotChange(Side side, long quantityWh) {
        assertThat(reason(decide(
                        sell().revision(1).side(side).wh(quantityWh).price(480_000),
                        sell().wh(1_000).standing(),
                        1_000)))
                .isEqualTo("GATE_CLOSED");
    }

    @ParameterizedTest(name = "order with limit {0} re-quoted with limit {1}: {2}")
    @CsvSource({
        "480000, 480000, REQUOTE",
        "480000, -1, REQUOTE",
        "480000, 470000, GATE_CLOSED",
        "480000, 490000, GATE_CLOSED",
        "-1, -1, REQUOTE",
        "-1, 480000, GATE_CLOSED",
    })
    void theLimitMayNotChange(long limit, long requotedLimit, String expected) {
        assertThat(reason(decide(
                        sell().revision(1).price(490_000).limit(requotedLimit),
                        sell().limit(limit).standing(),
                        1_000)))
                .contains(expected);
    }

    @ParameterizedTest(name = "{0} limit {1} re-quoted to {2}: {3}")
    @CsvSource({
        "SELL, 480000, 480000, REQUOTE",
        "SELL, 480000, 479900, LIMIT_CROSSES_QUOTE",
        "SELL, 480000, 670000, REQUOTE",
        "BUY, 520000, 520000, REQUOTE",
        "BUY, 520000, 520100, LIMIT_CROSSES_QUOTE",
        "BUY, 520000, 450000, REQUOTE",
        // without a limit the new quote is the new limit
        "SELL, -1, 450000, REQUOTE",
        "BUY, -1, 670000, REQUOTE",
        "SELL, -1, 449900, PRICE_OUT_OF_BAND",
        "BUY, -1, 670100, PRICE_OUT_OF_BAND",
        "SELL, -1, 480050, OFF_TICK",
        "BUY, 520000, 500001, OFF_TICK",
    })
    void thePriceStaysInTheBandOnTheTickAndWithinTheLimit(Side side, long limit, long price, String expected) {
        // the re-quote does not repeat the limit: the standing one binds all the same
        assertThat(reason(decide(
                        sell().side(side).revision(1).price(price),
                        sell().side(side).limit(limit).standing(),
                        1_000)))
                .contains(expected);
    }

    @Test
    void aRefusalForTheLimitNamesTheLimitThatStands() {
        Refused refused = (Refused)
                decide(buy().revision(1).price(520_100), buy().limit(520_000).standing(), 1_000);
        assertThat(refused.detail()).contains("520100").contains("520000");
    }

    @Test
    void aSecondRequoteReplacesTheFirst() {
        StandingOrder standing = sell().standing();
        OrderRequests first = sell().revision(1).price(490_000);
        assertThat(decide(first, standing, 1_000)).isEqualTo(new Accepted(Kind.REQUOTE));
        StandingOrder requoted = standing.requoted(first.request());
        assertThat(decide(sell().revision(1).price(490_000), requoted, 1_000))
                .isInstanceOf(OrderDecision.Repeated.class);
        assertThat(reason(decide(sell().revision(1).price(480_000), requoted, 1_000)))
                .isEqualTo("STALE_REVISION");
        assertThat(decide(sell().revision(2).price(480_000), requoted, 1_000)).isEqualTo(new Accepted(Kind.REQUOTE));
    }

    @Test
    void aRequotedOrderKeepsItsQuoteItsLimitAndItsPlace() {
        StandingOrder standing = sell().limit(470_000).standing();
        OrderRequest request = sell().revision(4).price(490_000).request();
        assertThat(standing.requoted(request))
                .isEqualTo(new StandingOrder(
                        Side.SELL, 4, 1_000, 500_000, 470_000, standing.position(), request.contentHash()));
    }

    @Test
    void theWindowNeverMindsHowFullTheSideIs() {
        // decide() is told that the side is full to the last Wh: a re-quote adds nothing
        assertThat(decide(sell().revision(1), sell().standing(), 1_000)).isEqualTo(new Accepted(Kind.REQUOTE));
    }
}
