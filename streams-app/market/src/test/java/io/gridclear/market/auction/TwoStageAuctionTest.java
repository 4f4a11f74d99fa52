package io.gridclear.market.auction;

import static io.gridclear.market.order.Side.BUY;
import static io.gridclear.market.order.Side.SELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.market.twin.AuctionAudit;
import io.gridclear.market.twin.TwinOrder;
import io.gridclear.market.twin.TwinTrade;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The auction as stories. Orders are named by their place in the log, from 0. */
class TwoStageAuctionTest {

    private static final MarketTerms TERMS = MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN);

    @Test
    void cheapestSellerMeetsHighestBidderHalfway() {
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(SELL, 100, 520_000),
                        TwinOrder.of(SELL, 100, 500_000),
                        TwinOrder.of(BUY, 100, 600_000),
                        TwinOrder.of(BUY, 100, 510_000)));
        assertThat(outcome.trades()).containsExactly(new TwinTrade(1, 1, 2, 100, 550_000));
        assertThat(outcome.leftWh()).containsExactly(100L, 0L, 0L, 100L);
    }

    @Test
    void whoeverIsNotSatisfiedStaysWithTheRest() {
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(SELL, 70, 500_000),
                        TwinOrder.of(BUY, 30, 600_000),
                        TwinOrder.of(BUY, 30, 590_000),
                        TwinOrder.of(BUY, 30, 580_000)));
        assertThat(outcome.trades())
                .containsExactly(
                        new TwinTrade(1, 0, 1, 30, 550_000),
                        new TwinTrade(1, 0, 2, 30, 545_000),
                        new TwinTrade(1, 0, 3, 10, 540_000));
        assertThat(outcome.leftWh()).containsExactly(0L, 0L, 0L, 20L);
    }

    @Test
    void equalPricesTradeAndTheEarlierInTheLogComesFirst() {
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(BUY, 5, 500_000),
                        TwinOrder.of(SELL, 8, 500_000),
                        TwinOrder.of(BUY, 5, 500_000),
                        TwinOrder.of(SELL, 8, 500_000)));
        assertThat(outcome.trades())
                .containsExactly(
                        new TwinTrade(1, 1, 0, 5, 500_000),
                        new TwinTrade(1, 1, 2, 3, 500_000),
                        new TwinTrade(1, 3, 2, 2, 500_000));
    }

    @Test
    void aTickApartTradesAtHalfATickAndATickTooFarDoesNot() {
        assertThat(Clearing.of(TERMS, List.of(TwinOrder.of(SELL, 1, 500_000), TwinOrder.of(BUY, 1, 500_100)))
                        .trades())
                .containsExactly(new TwinTrade(1, 0, 1, 1, 500_050));
        assertThat(Clearing.of(TERMS, List.of(TwinOrder.of(SELL, 1, 500_100), TwinOrder.of(BUY, 1, 500_000)))
                        .trades())
                .isEmpty();
    }

    @Test
    void stage2MovesQuotesToTheReferencePriceWithinTheirLimits() {
        // stage 1: order 0 with order 1 at 560 000 = Pa. Then the seller comes down to Pa, the buyer up to his limit
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(SELL, 10, 500_000),
                        TwinOrder.of(BUY, 10, 620_000),
                        TwinOrder.of(SELL, 10, 600_000).limit(480_000),
                        TwinOrder.of(BUY, 10, 470_000).limit(560_000)));
        assertThat(outcome.referencePrice()).isEqualTo(560_000);
        assertThat(outcome.trades())
                .containsExactly(new TwinTrade(1, 0, 1, 10, 560_000), new TwinTrade(2, 2, 3, 10, 560_000));
    }

    @Test
    void aLimitOneTickShortOfTheReferencePriceKeepsStage2Apart() {
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(SELL, 10, 500_000),
                        TwinOrder.of(BUY, 10, 620_000),
                        TwinOrder.of(SELL, 10, 600_000).limit(480_000),
                        TwinOrder.of(BUY, 10, 470_000).limit(559_900)));
        assertThat(outcome.trades()).containsExactly(new TwinTrade(1, 0, 1, 10, 560_000));
        assertThat(outcome.leftWh()).containsExactly(0L, 0L, 10L, 10L);
    }

    @Test
    void nobodyIsMovedAwayFromAQuoteThatIsBetterForTheOther() {
        // Pa = 600 000; the ask of 500 000 and the bid of 490 000 stay at most where they are
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(SELL, 10, 540_000),
                        TwinOrder.of(BUY, 10, 660_000),
                        TwinOrder.of(SELL, 10, 560_000).limit(450_000),
                        TwinOrder.of(BUY, 10, 550_000).limit(670_000)));
        assertThat(outcome.referencePrice()).isEqualTo(600_000);
        // seller: max(450, min(560, 600)) = 560; buyer: min(670, max(550, 600)) = 600
        assertThat(outcome.trades()).last().isEqualTo(new TwinTrade(2, 2, 3, 10, 580_000));
    }

    @Test
    void aRevisedPriceIsTakenAsItIsAlsoAgainstTheReferencePrice() {
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(SELL, 10, 500_000),
                        TwinOrder.of(BUY, 10, 620_000),
                        TwinOrder.of(SELL, 10, 600_000).limit(480_000).revised(480_000),
                        TwinOrder.of(SELL, 10, 590_000).limit(450_000).revised(670_000),
                        TwinOrder.of(BUY, 20, 470_000).limit(670_000)));
        assertThat(outcome.trades())
                .containsExactly(new TwinTrade(1, 0, 1, 10, 560_000), new TwinTrade(2, 2, 4, 10, 520_000));
    }

    @Test
    void aRevisedOrderKeepsItsPlaceInTheLogAmongEqualPrices() {
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(SELL, 10, 600_000).revised(500_000),
                        TwinOrder.of(SELL, 10, 600_000).revised(500_000),
                        TwinOrder.of(BUY, 15, 500_000)));
        assertThat(outcome.trades())
                .containsExactly(new TwinTrade(2, 0, 2, 10, 500_000), new TwinTrade(2, 1, 2, 5, 500_000));
    }

    @Test
    void withoutADealOfStage1TheMiddleOfTheBandIsTheReference() {
        AuctionAudit.Outcome outcome = Clearing.of(
                TERMS,
                List.of(
                        TwinOrder.of(SELL, 10, 660_000).limit(450_000),
                        TwinOrder.of(BUY, 10, 450_000).limit(670_000)));
        assertThat(outcome.referencePrice()).isEqualTo(560_000);
        assertThat(outcome.trades()).containsExactly(new TwinTrade(2, 0, 1, 10, 560_000));
    }

    @Test
    void oneSidedAndEmptyBooksTradeNothing() {
        assertThat(Clearing.of(TERMS, List.of()).trades()).isEmpty();
        AuctionAudit.Outcome sellers =
                Clearing.of(TERMS, List.of(TwinOrder.of(SELL, 3, 450_000), TwinOrder.of(SELL, 4, 450_000)));
        assertThat(sellers.trades()).isEmpty();
        assertThat(sellers.leftWh()).containsExactly(3L, 4L);
        assertThat(sellers.referencePrice()).isEqualTo(560_000);
    }

    @Test
    void bothSidesMayBeFullToTheLastWh() {
        long full = TERMS.maxSideWh();
        AuctionAudit.Outcome outcome =
                Clearing.of(TERMS, List.of(TwinOrder.of(SELL, full, 670_000), TwinOrder.of(BUY, full, 670_000)));
        assertThat(outcome.trades()).containsExactly(new TwinTrade(1, 0, 1, full, 670_000));
        assertThat(outcome.stage1().amountNano()).isEqualTo(full * 670_000);
    }

    @Test
    void aStageRunsOnceAndInOrder() {
        Book book = new Book(TERMS, 4);
        TwoStageAuction auction = new TwoStageAuction(book);
        assertThatThrownBy(auction::referencePrice).hasMessageContaining("stage 1 has not run yet");
        assertThatThrownBy(() -> auction.runStage2((stage, sell, buy, wh, price) -> {}))
                .hasMessageContaining("stage 1 has not run yet");
        auction.runStage1((stage, sell, buy, wh, price) -> {});
        assertThatThrownBy(() -> auction.runStage1((stage, sell, buy, wh, price) -> {}))
                .hasMessageContaining("stage 1 has run already");
        auction.runStage2((stage, sell, buy, wh, price) -> {});
        assertThatThrownBy(() -> auction.runStage2((stage, sell, buy, wh, price) -> {}))
                .hasMessageContaining("stage 2 has run already");
        assertThatThrownBy(() -> book.add(SELL, 1, 450_000, 450_000)).isInstanceOf(InvariantViolation.class);
    }

    /** An auditor that finds nothing anywhere would prove nothing. */
    @Test
    void theAuditorFindsWhatIsWrong() {
        List<TwinOrder> orders = List.of(
                TwinOrder.of(SELL, 10, 500_000), TwinOrder.of(BUY, 10, 620_000), TwinOrder.of(BUY, 10, 510_000));
        AuctionAudit.Outcome right = Clearing.of(TERMS, orders);
        assertThat(AuctionAudit.findings(TERMS, orders, right)).isEmpty();
        assertThat(tampered(orders, right, new TwinTrade(1, 0, 1, 11, 560_000)))
                .anyMatch(finding -> finding.startsWith("more traded than the order holds"));
        assertThat(tampered(orders, right, new TwinTrade(1, 0, 1, 10, 560_100)))
                .anyMatch(finding -> finding.startsWith("not halfway"));
        assertThat(tampered(orders, right, new TwinTrade(1, 0, 1, 10, 499_900)))
                .anyMatch(finding -> finding.startsWith("below the seller's limit"));
        assertThat(tampered(orders, right, new TwinTrade(1, 0, 1, 10, 620_100)))
                .anyMatch(finding -> finding.startsWith("above the buyer's limit"));
        assertThat(tampered(orders, right, new TwinTrade(1, 0, 1, 9, 560_000)))
                .anyMatch(finding -> finding.startsWith("energy of stage"));
        assertThat(tampered(orders, right)).contains("count of stage: 1", "not what is said to be left: 0");
        AuctionAudit.Outcome stopped = new AuctionAudit.Outcome(
                List.of(), new DealTotals(), new DealTotals(), 560_000, List.of(10L, 10L, 10L));
        assertThat(AuctionAudit.findings(TERMS, orders, stopped))
                .contains("a seller and a buyer still cross after stage: 1");
    }

    private static List<String> tampered(List<TwinOrder> orders, AuctionAudit.Outcome outcome, TwinTrade... trades) {
        return AuctionAudit.findings(
                TERMS,
                orders,
                new AuctionAudit.Outcome(
                        List.of(trades),
                        outcome.stage1(),
                        outcome.stage2(),
                        outcome.referencePrice(),
                        outcome.leftWh()));
    }

    @Test
    void anAbsentLimitIsTheQuote() {
        assertThat(TwinOrder.of(SELL, 1, 500_000).limitPrice()).isEqualTo(OrderRequest.NO_LIMIT);
        // the bid would move up to Pa, but its quote is its limit
        AuctionAudit.Outcome outcome =
                Clearing.of(TERMS, List.of(TwinOrder.of(SELL, 10, 560_000), TwinOrder.of(BUY, 10, 559_900)));
        assertThat(outcome.trades()).isEmpty();
    }
}
