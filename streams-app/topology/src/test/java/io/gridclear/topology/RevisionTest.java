package io.gridclear.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.gridclear.schemas.avro.Bid;
import io.gridclear.schemas.avro.BookEntry;
import io.gridclear.schemas.avro.BookEntryKind;
import io.gridclear.schemas.avro.RejectReasonCode;
import io.gridclear.schemas.avro.Side;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions, cancellations, repeats and sides: what stands in the book, and what came too late or twice. */
class RevisionTest {

    @TempDir
    Path stateDir;

    private MarketDriver market;

    @BeforeEach
    void openMarket() {
        market = MarketDriver.open(stateDir);
    }

    @AfterEach
    void closeMarket() {
        market.close();
    }

    private void sell(long revision, long quantityWh, long price) {
        market.sell("pv-1", price, bid -> {
            bid.setRevision(revision);
            bid.setQuantityWh(quantityWh);
        });
    }

    /** Clears, and returns revision x quantity x price of every order that the log holds, in its order. */
    private List<String> ordersOfLog() {
        return market.published().book().stream()
                .map(BookEntry::getOrder)
                .filter(order -> order != null)
                .map(order -> order.getRevision() + "x" + order.getQuantityWh() + "@" + order.getPrice())
                .toList();
    }

    private void clear() {
        market.closeGate();
        market.closeWindow();
        ReplayAudit.check(market.published());
    }

    /** The log alone decides: a usage point that is moved later does not move what it has ordered. */
    @Test
    void theBusOfAnOrderIsThatOfItsUsagePointWhenItWasAccepted() {
        var point = MarketDriver.point(
                "moves", "alice", MarketDriver.AREA, MarketDriver.keys("moves").publicKey());
        market.register("moves", "alice");
        for (String bus : List.of("18", "33")) {
            point.setBus(bus);
            market.register(point);
            market.sell("moves", 500_000, bid -> bid.setOrderId("at " + bus));
        }
        assertThat(market.published().book().stream()
                        .filter(entry -> entry.getKind() == BookEntryKind.ORDER)
                        .map(entry -> entry.getOrder().getOrderId() + ", bus "
                                + entry.getOrder().getBus()))
                .containsExactly("at 18, bus 18", "at 33, bus 33");
    }

    @Test
    void theHighestRevisionCounts() {
        sell(0, 1_000, 500_000);
        sell(1, 700, 510_000);
        sell(5, 300, 520_000);
        market.buy("house-1", 600_000);
        clear();
        assertThat(ordersOfLog()).containsExactly("0x1000@500000", "1x700@510000", "5x300@520000", "0x1000@600000");
        assertThat(market.published().trades()).singleElement().satisfies(trade -> {
            assertThat(trade.getQuantityWh()).isEqualTo(300);
            assertThat(trade.getPrice()).isEqualTo(560_000);
        });
        assertThat(market.published().clearings()).singleElement().satisfies(result -> {
            assertThat(result.getSellOrders()).isEqualTo(1);
            assertThat(result.getSellWh()).isEqualTo(300);
        });
    }

    @Test
    void anEarlierRevisionThatComesLaterIsStale() {
        sell(2, 300, 520_000);
        sell(1, 700, 510_000);
        sell(0, 1_000, 500_000);
        assertThat(market.reasons()).containsExactly(RejectReasonCode.STALE_REVISION, RejectReasonCode.STALE_REVISION);
        assertThat(ordersOfLog()).containsExactly("2x300@520000");
    }

    @Test
    void theSameRevisionWithOtherContentIsStale() {
        sell(1, 300, 520_000);
        sell(1, 300, 520_100);
        assertThat(market.reasons()).containsExactly(RejectReasonCode.STALE_REVISION);
    }

    @Test
    void aByteIdenticalRepeatIsSilentAndChangesNothing() {
        Bid bid = MarketDriver.bid("pv-1", Side.SELL, 500_000, some -> {});
        market.send(bid);
        market.sendAsIs(bid);
        market.sendAsIs(bid);
        market.advanceTo(MarketDriver.GATE);
        market.sendAsIs(bid);
        assertThat(market.reasons()).isEmpty();
        assertThat(ordersOfLog()).hasSize(1);
        assertThat(market.metric("gridclear.bids.repeated")).isEqualTo(3);
        assertThat(market.metric("gridclear.bids.accepted")).isEqualTo(1);
    }

    @Test
    void aRepeatOfWhatARevisionReplacedIsStale() {
        Bid first = MarketDriver.bid("pv-1", Side.SELL, 500_000, some -> {});
        market.send(first);
        sell(1, 300, 520_000);
        market.sendAsIs(first);
        assertThat(market.reasons()).containsExactly(RejectReasonCode.STALE_REVISION);
    }

    @Test
    void aCancelledOrderIsGoneAndMayComeBack() {
        sell(0, 1_000, 500_000);
        sell(1, 0, 500_000);
        sell(2, 400, 500_000);
        sell(3, 0, 500_000);
        market.buy("house-1", 600_000);
        clear();
        assertThat(ordersOfLog()).hasSize(5);
        assertThat(market.published().trades()).isEmpty();
        assertThat(market.published().clearings()).singleElement().satisfies(result -> {
            assertThat(result.getSellOrders()).isZero();
            assertThat(result.getSellWh()).isZero();
        });
    }

    @Test
    void aCancellationNeedsNoGoodPriceAndStopsWhatComesLate() {
        market.sell("pv-1", 1, bid -> {
            bid.setRevision(3);
            bid.setQuantityWh(0);
            bid.setLimitPrice(-1L);
        });
        sell(2, 1_000, 500_000);
        assertThat(market.reasons()).containsExactly(RejectReasonCode.STALE_REVISION);
        clear();
        // the limit stands in the log as it was signed, or whoever checks the signature there would find it forged
        assertThat(market.published().book().get(1).getOrder().getLimitPrice()).isEqualTo(-1L);
    }

    @Test
    void aParticipantStandsOnOneSideWithAllItsPoints() {
        market.register("pv-2", "alice");
        sell(0, 1_000, 500_000);
        market.buy("pv-2", 600_000);
        assertThat(market.reasons()).containsExactly(RejectReasonCode.OPPOSITE_SIDE);
        market.sell("pv-2", 600_000);
        assertThat(market.reasons()).isEmpty();
        // not even by a revision of its only order
        market.buy("house-1", 600_000);
        market.sell("house-1", 600_000, bid -> bid.setRevision(1));
        assertThat(market.reasons()).containsExactly(RejectReasonCode.OPPOSITE_SIDE);
    }

    @Test
    void whoHasNoOrderLeftMayChangeSides() {
        market.register("pv-2", "alice");
        sell(0, 1_000, 500_000);
        market.sell("pv-2", 500_000);
        sell(1, 0, 500_000);
        market.buy("pv-1", 600_000, bid -> bid.setRevision(2));
        assertThat(market.reasons()).as("one sell order is left").containsExactly(RejectReasonCode.OPPOSITE_SIDE);
        market.sell("pv-2", 500_000, bid -> {
            bid.setRevision(1);
            bid.setQuantityWh(0);
        });
        market.buy("pv-1", 600_000, bid -> bid.setRevision(2));
        assertThat(market.reasons()).isEmpty();
    }

    @Test
    void ofEqualPricesTheFirstInTheLogTradesAndARevisionGoesToTheEnd() {
        market.register("pv-2", "carol");
        market.sell("pv-1", 500_000);
        market.sell("pv-2", 500_000);
        sell(1, 1_000, 500_000);
        market.buy("house-1", 600_000);
        clear();
        assertThat(market.published().trades())
                .extracting(trade -> trade.getSellUsagePointMrid())
                .containsExactly("pv-2");
    }

    @Test
    void manyOrdersOfOneParticipantAreAllKept() {
        for (int i = 0; i < 30; i++) {
            String id = "o-" + i;
            market.sell("pv-1", 500_000, bid -> bid.setOrderId(id));
        }
        for (int i = 0; i < 30; i++) {
            String id = "o-" + i;
            market.sell("pv-1", 510_000, bid -> {
                bid.setOrderId(id);
                bid.setRevision(1);
            });
            market.sell("pv-1", 520_000, bid -> {
                bid.setOrderId(id);
                bid.setRevision(1);
            });
        }
        assertThat(market.reasons()).hasSize(30).containsOnly(RejectReasonCode.STALE_REVISION);
        clear();
        assertThat(market.published().clearings()).singleElement().satisfies(result -> {
            assertThat(result.getSellOrders()).isEqualTo(30);
            assertThat(result.getSellWh()).isEqualTo(30_000);
        });
    }

    /** What the former owner ordered stands: it is nobody's to revise, and no reason to refuse the new owner. */
    @Test
    void aUsagePointThatChangesHandsKeepsTheOrdersOfBoth() {
        sell(4, 1_000, 500_000);
        market.register("pv-1", "carol");
        sell(0, 300, 520_000);
        market.buy("house-1", 600_000, bid -> bid.setQuantityWh(2_000));
        assertThat(market.reasons()).isEmpty();
        clear();
        assertThat(market.published().trades())
                .extracting(trade -> trade.getSellParticipantMrid() + " " + trade.getQuantityWh())
                .containsExactly("alice 1000", "carol 300");
    }

    @Test
    void aUsagePointThatMovesLeavesItsOrdersInItsFormerArea() {
        market.configure(MarketDriver.area("feeder-2", terms -> {}));
        sell(0, 1_000, 500_000);
        market.register("pv-1", "alice", "feeder-2");
        // a sell order in feeder-1 says nothing about the sides of feeder-2
        market.buy("pv-1", 600_000);
        assertThat(market.reasons()).isEmpty();
        clear();
        assertThat(market.published().clearings())
                .extracting(result -> result.getAreaMrid() + " " + result.getSellWh() + " " + result.getBuyWh())
                .containsExactlyInAnyOrder("feeder-1 1000 0", "feeder-2 0 1000");
    }

    /** Ids are free text up to 128 bytes: whatever they hold, orders stay apart and come out as they went in. */
    @Test
    void idsHoldAnything() {
        List<String> ids = List.of(
                "a/b",
                "a",
                "b/c",
                "%2F",
                "\u0000",
                "a\u0000",
                "\u00e4\u6f22\ud83d\ude00",
                " ",
                "x".repeat(128),
                "\u6f22".repeat(42));
        for (String point : ids) {
            market.register(point, "owner " + ids.indexOf(point));
            for (String order : ids) {
                market.sell(point, 500_000, bid -> bid.setOrderId(order));
            }
        }
        assertThat(market.reasons()).isEmpty();
        clear();
        assertThat(market.published().lines())
                .filteredOn(line -> line.getMarketParticipantMrid().equals("grid"))
                .extracting(line -> line.getReference())
                .doesNotHaveDuplicates()
                .hasSize(ids.size() * ids.size());
    }

    @Test
    void onlyTheFirstEntryOpensThePeriod() {
        sell(0, 1_000, 500_000);
        market.buy("house-1", 600_000);
        assertThat(market.book())
                .extracting(entry -> entry.getSequence() + " " + entry.getKind())
                .containsExactly(
                        "0 " + BookEntryKind.PERIOD_OPENED, "1 " + BookEntryKind.ORDER, "2 " + BookEntryKind.ORDER);
    }
}
