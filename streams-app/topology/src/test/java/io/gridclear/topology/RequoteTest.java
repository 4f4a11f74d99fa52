package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.ReferencePriceRule;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.Side;
import io.gridclear.schemas.avro.Trade;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the gate to the end of the window: reference price, re-quotes, stage 2. */
class RequoteTest {

    @TempDir
    Path stateDir;

    private MarketDriver market;

    @BeforeEach
    void openMarket() {
        market = MarketDriver.open(stateDir);
        market.register("pv-2", "carol");
        market.register("house-2", "dora");
    }

    @AfterEach
    void closeMarket() {
        market.close();
    }

    private List<String> trades() {
        return market.published().trades().stream().map(RequoteTest::text).toList();
    }

    private static String text(Trade trade) {
        return trade.getStage() + ": " + trade.getSellUsagePointMrid() + " > " + trade.getBuyUsagePointMrid() + " "
                + trade.getQuantityWh() + " @ " + trade.getPrice();
    }

    private void clear() {
        market.closeWindow();
        assertThat(ReplayAudit.check(market.published())).isEqualTo(1);
    }

    @Test
    void theReferencePriceIsTheMeanOfTheDealsEachOnce() {
        market.sell("pv-1", 450_000, bid -> bid.setQuantityWh(900));
        market.sell("pv-2", 540_000, bid -> bid.setQuantityWh(200));
        market.buy("house-1", 550_000, bid -> bid.setQuantityWh(800));
        market.buy("house-2", 650_000, bid -> bid.setQuantityWh(300));
        market.closeGate();
        assertThat(trades())
                .containsExactly(
                        "1: pv-1 > house-2 300 @ 550000",
                        "1: pv-1 > house-1 600 @ 500000",
                        "1: pv-2 > house-1 200 @ 545000");
        assertThat(market.published().referencePrices()).singleElement().satisfies(price -> {
            assertThat(price.getRule()).isEqualTo(ReferencePriceRule.MEAN);
            // a third of 1,595,000, rounded half-up to the tick
            assertThat(price.getPrice()).isEqualTo(531_700);
            assertThat(price.getDealCount()).isEqualTo(3);
            assertThat(price.getDealPriceSum()).isEqualTo(1_595_000);
            assertThat(price.getDealWh()).isEqualTo(1_100);
            assertThat(price.getDealAmountNano()).isEqualTo(574_000_000);
            assertThat(price.getRequoteUntil()).isEqualTo(Instant.ofEpochMilli(MarketDriver.WINDOW_END));
        });
    }

    /** Deals of 1 Wh at 560,000, 998 Wh at 500,000 and 1 Wh at 550,000. */
    private void washTrade(MarketDriver some) {
        some.buy("house-1", 670_000, bid -> bid.setQuantityWh(1));
        some.buy("house-2", 550_000, bid -> bid.setQuantityWh(999));
        some.sell("pv-1", 450_000, bid -> bid.setQuantityWh(999));
        some.sell("pv-2", 550_000, bid -> bid.setQuantityWh(1));
    }

    @Test
    void aWashTradeMovesTheMeanAndHardlyTheVolumeWeightedPrice() {
        market.configure(MarketDriver.area(
                "weighted", terms -> terms.setReferencePriceRule(ReferencePriceRule.VOLUME_WEIGHTED)));
        washTrade(market);
        for (String point : List.of("house-1", "house-2", "pv-1", "pv-2")) {
            market.register(point, "w-" + point, "weighted");
        }
        washTrade(market);
        market.closeGate();
        assertThat(market.referencePrices())
                .extracting(price -> price.getAreaMrid() + " " + price.getPrice())
                .containsExactlyInAnyOrder("feeder-1 536700", "weighted 500100");
    }

    @Test
    void aloneAWashTradeIsTheWholePriceUnlessItIsAnchored() {
        Map<String, ReferencePriceRule> rules = Map.of(
                "feeder-1",
                ReferencePriceRule.MEAN,
                "weighted",
                ReferencePriceRule.VOLUME_WEIGHTED,
                "anchored",
                ReferencePriceRule.ANCHORED);
        rules.forEach((area, rule) -> {
            market.configure(MarketDriver.area(area, terms -> terms.setReferencePriceRule(rule)));
            for (String point : List.of("house-1", "house-2", "pv-1")) {
                market.register(point, area + "-" + point, area);
            }
            market.buy("house-1", 670_000, bid -> bid.setQuantityWh(1));
            market.buy("house-2", 500_000, bid -> {
                bid.setQuantityWh(2_000);
                bid.setLimitPrice(650_000L);
            });
            market.sell("pv-1", 600_000, bid -> {
                bid.setQuantityWh(999);
                bid.setLimitPrice(450_000L);
            });
        });
        market.closeGate();
        market.closeWindow();
        PublishedRecords published = market.published();
        // 1 Wh at 635,000; of 999 Wh that were possible 998 are left
        assertThat(published.referencePrices())
                .extracting(price -> price.getAreaMrid() + " " + price.getPrice() + " " + price.getPossibleWh())
                .containsExactlyInAnyOrder("feeder-1 635000 999", "weighted 635000 999", "anchored 560100 999");
        assertThat(ReplayAudit.check(published)).isEqualTo(3);
    }

    @Test
    void withoutADealItIsTheMiddleOfTheBand() {
        market.sell("pv-1", 600_000);
        market.buy("house-1", 500_000);
        market.closeGate();
        assertThat(market.referencePrices()).singleElement().satisfies(price -> {
            assertThat(price.getPrice()).isEqualTo(560_000);
            assertThat(price.getDealCount()).isZero();
        });
        assertThat(trades()).isEmpty();
    }

    @Test
    void whatIsLeftIsMovedToTheReferencePriceWithinItsLimit() {
        market.sell("pv-1", 600_000, bid -> bid.setLimitPrice(550_000L));
        market.sell("pv-2", 610_000, bid -> bid.setLimitPrice(565_000L));
        market.buy("house-1", 500_000, bid -> bid.setLimitPrice(570_000L));
        market.buy("house-2", 510_000);
        market.closeGate();
        clear();
        // Pa is 560,000: pv-1 and house-1 come to it, pv-2 stops at 565,000, house-2 stays at 510,000
        assertThat(trades()).containsExactly("2: pv-1 > house-1 1000 @ 560000");
    }

    @Test
    void aRevisedPriceReplacesTheMoveToTheReferencePrice() {
        market.sell("pv-1", 600_000, bid -> bid.setLimitPrice(450_000L));
        market.buy("house-1", 500_000);
        market.closeGate();
        market.sell("pv-1", 520_000, bid -> {
            bid.setRevision(1);
            bid.setLimitPrice(450_000L);
        });
        market.buy("house-1", 530_000, bid -> bid.setRevision(1));
        assertThat(market.reasons()).isEmpty();
        clear();
        assertThat(trades()).containsExactly("2: pv-1 > house-1 1000 @ 525000");
        assertThat(market.published().book())
                .extracting(entry -> entry.getKind())
                .containsExactly(
                        BookEntryKind.PERIOD_OPENED,
                        BookEntryKind.ORDER,
                        BookEntryKind.ORDER,
                        BookEntryKind.GATE_CLOSED,
                        BookEntryKind.REQUOTE,
                        BookEntryKind.REQUOTE,
                        BookEntryKind.REQUOTE_CLOSED);
    }

    @Test
    void theLastOfSeveralReQuotesCountsAndThePositionStays() {
        market.sell("pv-1", 600_000);
        market.sell("pv-2", 600_000);
        market.buy("house-1", 500_000);
        market.closeGate();
        market.sell("pv-2", 500_000, bid -> bid.setRevision(1));
        market.sell("pv-1", 640_000, bid -> bid.setRevision(1));
        market.sell("pv-1", 500_000, bid -> bid.setRevision(2));
        clear();
        assertThat(trades()).containsExactly("2: pv-1 > house-1 1000 @ 500000");
    }

    @Test
    void whatStage1LeftOfAnOrderMayBeReQuotedAndWhatItTookNot() {
        market.sell("pv-1", 500_000, bid -> bid.setQuantityWh(1_500));
        market.buy("house-1", 600_000);
        market.buy("house-2", 480_000);
        market.closeGate();
        market.sell("pv-1", 480_000, bid -> {
            bid.setQuantityWh(1_500);
            bid.setRevision(1);
        });
        market.buy("house-1", 480_000, bid -> bid.setRevision(1));
        assertThat(market.reasons()).as("nothing is left of house-1").containsExactly(RejectReasonCode.GATE_CLOSED);
        clear();
        assertThat(trades()).containsExactly("1: pv-1 > house-1 1000 @ 550000", "2: pv-1 > house-2 500 @ 480000");
    }

    record Late(String what, Consumer<Bid> change, RejectReasonCode reason) {
        @Override
        public String toString() {
            return what + " -> " + (reason == null ? "accepted" : reason);
        }
    }

    private static List<Late> late() {
        return List.of(
                new Late("another price", bid -> bid.setPrice(590_000), null),
                new Late("the limit that stands", bid -> bid.setPrice(550_000), null),
                new Late(
                        "beyond the limit that stands",
                        bid -> bid.setPrice(549_900),
                        RejectReasonCode.LIMIT_CROSSES_QUOTE),
                new Late("the same limit said again", bid -> bid.setLimitPrice(550_000L), null),
                new Late("another limit", bid -> bid.setLimitPrice(540_000L), RejectReasonCode.GATE_CLOSED),
                new Late("more energy", bid -> bid.setQuantityWh(1_001), RejectReasonCode.GATE_CLOSED),
                new Late("less energy", bid -> bid.setQuantityWh(999), RejectReasonCode.GATE_CLOSED),
                new Late("none", bid -> bid.setQuantityWh(0), RejectReasonCode.GATE_CLOSED),
                new Late("the other side", bid -> bid.setSide(Side.BUY), RejectReasonCode.GATE_CLOSED),
                new Late("a new order", bid -> bid.setOrderId("another"), RejectReasonCode.GATE_CLOSED),
                new Late("out of the band", bid -> bid.setPrice(670_100), RejectReasonCode.PRICE_OUT_OF_BAND),
                new Late("off the tick", bid -> bid.setPrice(600_001), RejectReasonCode.OFF_TICK),
                new Late("the revision that stands", bid -> bid.setRevision(3), RejectReasonCode.STALE_REVISION),
                new Late("an earlier revision", bid -> bid.setRevision(2), RejectReasonCode.STALE_REVISION));
    }

    @Test
    void withinTheWindowThePriceMayChangeAndNothingElse() {
        List<Late> rows = late();
        for (int row = 0; row < rows.size(); row++) {
            String point = "late-" + row;
            market.register(point, "owner-of-" + point);
            market.sell(point, 600_000, bid -> {
                bid.setRevision(3);
                bid.setLimitPrice(550_000L);
            });
        }
        market.closeGate();
        for (int row = 0; row < rows.size(); row++) {
            Late late = rows.get(row);
            market.sell("late-" + row, 595_000, bid -> {
                bid.setRevision(4);
                late.change().accept(bid);
            });
            assertThat(market.reasons())
                    .as(late.toString())
                    .isEqualTo(late.reason() == null ? List.of() : List.of(late.reason()));
        }
        clear();
    }

    @Test
    void aReQuoteIsRepeatedSilentlyAndItsOriginalIsNotAnyMore() {
        market.sell("pv-1", 600_000);
        market.closeGate();
        Bid requote = MarketDriver.bid("pv-1", Side.SELL, 590_000, bid -> bid.setRevision(1));
        market.send(requote);
        market.sendAsIs(requote);
        assertThat(market.reasons()).isEmpty();
        market.sell("pv-1", 600_000);
        assertThat(market.reasons()).containsExactly(RejectReasonCode.STALE_REVISION);
    }

    @Test
    void aCancelledOrderCannotBeReQuoted() {
        market.sell("pv-1", 600_000);
        market.sell("pv-1", 600_000, bid -> {
            bid.setRevision(1);
            bid.setQuantityWh(0);
        });
        market.closeGate();
        market.sell("pv-1", 590_000, bid -> bid.setRevision(2));
        assertThat(market.reasons()).containsExactly(RejectReasonCode.GATE_CLOSED);
    }

    @Test
    void betweenTheGateAndTheReferencePriceNothingIsTaken() {
        market.sell("pv-1", 600_000);
        // one turn: the tick stands in the log, stage 1 is matched, Pa is published; before it, orders are still taken
        market.advance(MarketDriver.GATE - market.now() - 1);
        market.sell("pv-2", 600_000);
        market.advance(1);
        market.sell("pv-2", 590_000, bid -> bid.setRevision(1));
        market.buy("house-1", 500_000);
        assertThat(market.reasons()).containsExactly(RejectReasonCode.GATE_CLOSED);
        assertThat(market.metric("gridclear.bids.late")).isEqualTo(1);
    }

    @Test
    void afterTheWindowAndAfterTheResultTheGateIsClosed() {
        market.sell("pv-1", 600_000);
        market.closeGate();
        market.advance(MarketDriver.WINDOW_END - market.now());
        market.sell("pv-1", 590_000, bid -> bid.setRevision(1));
        market.turns(20);
        market.sell("pv-1", 590_000, bid -> bid.setRevision(1));
        // cleared and forgotten
        assertThat(market.entries("book-participants")).isZero();
        market.sell("pv-1", 600_000);
        assertThat(market.reasons()).hasSize(3).containsOnly(RejectReasonCode.GATE_CLOSED);
    }

    @Test
    void aWindowOfNoLengthClearsAtOnce() {
        market.configure(MarketDriver.area(MarketDriver.AREA, terms -> terms.setRequoteWindowMs(0)));
        market.sell("pv-1", 600_000, bid -> bid.setLimitPrice(500_000L));
        market.buy("house-1", 500_000, bid -> bid.setLimitPrice(600_000L));
        market.closeGate();
        assertThat(ReplayAudit.check(market.published())).isEqualTo(1);
        assertThat(trades()).containsExactly("2: pv-1 > house-1 1000 @ 560000");
    }
}
