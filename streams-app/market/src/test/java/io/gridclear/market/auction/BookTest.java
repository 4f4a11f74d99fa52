package io.gridclear.market.auction;

import static io.gridclear.market.order.Side.BUY;
import static io.gridclear.market.order.Side.SELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a book lets in: it trusts nobody to have asked the rules. */
class BookTest {

    private static final String NAME = "feeder-7, period 1800000000000";
    private static final MarketTerms TERMS = MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN);

    @ParameterizedTest(name = "{0} {1} Wh at {2}, limit {3}")
    @CsvSource({
        "SELL, 0, 500000, 500000",
        "SELL, -1, 500000, 500000",
        "BUY, 9223372036854775807, 500000, 500000",
        "SELL, 1, 449900, 449900",
        "BUY, 1, 670100, 670100",
        "SELL, 1, 500050, 500000",
        "SELL, 1, 500000, 499950",
        "SELL, 1, 500000, 500100",
        "BUY, 1, 500000, 499900",
        "SELL, 1, 450000, 449900",
        "BUY, 1, 670000, 670100",
        "SELL, 1, 500000, -2",
        "BUY, 1, 500000, -2",
    })
    void refusesWhatTheRulesRefuse(Side side, long quantityWh, long quote, long limit) {
        Book book = new Book(TERMS, 0);
        assertThatThrownBy(() -> book.add(side, quantityWh, quote, limit))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("an order that the rules refuse reached the book of no area");
        assertThat(book.size()).isZero();
    }

    @Test
    void aSideHoldsNoMoreThanItsSumsCanBear() {
        Book book = new Book(TERMS, 0);
        book.add(SELL, TERMS.maxSideWh() - 1, 500_000, 500_000);
        assertThatThrownBy(() -> book.add(SELL, 2, 500_000, 500_000)).isInstanceOf(InvariantViolation.class);
        book.add(SELL, 1, 500_000, 500_000);
        book.add(BUY, TERMS.maxSideWh(), 500_000, 500_000);
        assertThat(book.totalWh(SELL)).isEqualTo(TERMS.maxSideWh()).isEqualTo(book.totalWh(BUY));
    }

    @Test
    void ordinalsCountOverBothSides() {
        Book book = new Book(TERMS, 0);
        assertThat(book.add(SELL, 1, 500_000, 500_000)).isZero();
        assertThat(book.add(BUY, 2, 500_000, 500_000)).isEqualTo(1);
        assertThat(book.add(SELL, 3, 500_000, 500_000)).isEqualTo(2);
        assertThat(book.size()).isEqualTo(3);
        assertThat(book.size(SELL)).isEqualTo(2);
        assertThat(book.remainingWh(SELL, 2)).isEqualTo(3);
        assertThatThrownBy(() -> book.remainingWh(SELL, 1))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("no order 1 on the side SELL");
    }

    @Test
    void growsFromNothing() {
        Book book = new Book(TERMS, 0);
        for (int i = 0; i < 1_000; i++) {
            book.add(SELL, 1 + i, 450_000 + 100 * (i % 7), 450_000);
        }
        assertThat(book.size(SELL)).isEqualTo(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(book.remainingWh(SELL, i)).isEqualTo(1 + i);
        }
    }

    @ParameterizedTest(name = "{0} quoted {1}, limit {2}, revised {3}: accepted {4}")
    @CsvSource({
        "SELL, 500000, 480000, 480000, true",
        "SELL, 500000, 480000, 479900, false",
        "SELL, 500000, 480000, 670000, true",
        "BUY, 500000, 520000, 520000, true",
        "BUY, 500000, 520000, 520100, false",
        "BUY, 500000, 520000, 450000, true",
        // without a limit the new quote is the new limit
        "SELL, 500000, -1, 450000, true",
        "BUY, 500000, -1, 670000, true",
        "SELL, 500000, -1, 670000, true",
        // a limit that equals the quote binds like any other
        "SELL, 500000, 500000, 500000, true",
        "SELL, 500000, 500000, 499900, false",
        "BUY, 500000, 500000, 500000, true",
        "BUY, 500000, 500000, 500100, false",
        "SELL, 500000, -1, 449900, false",
        "SELL, 500000, 480000, 500050, false",
        "SELL, 500000, 480000, 670100, false",
        "BUY, 500000, 520000, 449900, false",
    })
    void revisedPricesStayWithinTheLimit(Side side, long quote, long limit, long revised, boolean accepted) {
        Book book = new Book(TERMS, 0);
        book.add(other(side), 1, 500_000, 500_000);
        int ordinal = book.add(side, 1, quote, limit);
        if (accepted) {
            book.revise(side, ordinal, revised);
        } else {
            assertThatThrownBy(() -> book.revise(side, ordinal, revised)).isInstanceOf(InvariantViolation.class);
        }
        assertThatThrownBy(() -> book.revise(other(side), ordinal, quote))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("no order 1");
    }

    @ParameterizedTest(name = "{0} of 10 Wh taken")
    @CsvSource({"11, -1", "-1, 11"})
    void anOrderThatTradedMoreThanItHoldsOrLessThanNothingIsNamed(long takenWh, long leftWh) {
        Book book = new Book(NAME, TERMS, 0);
        int order = book.add(SELL, 10, 500_000, OrderRequest.NO_LIMIT);
        book.side(SELL).stage1Queue().take(takenWh);
        assertThatThrownBy(() -> book.side(SELL).tradedWh())
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining(
                        "order " + order + " (SELL) of 10 Wh has " + leftWh + " Wh left in the book of " + NAME);
    }

    @Test
    void energyThatLeavesAnOrderWithoutADealIsSeen() {
        Book book = new Book(NAME, TERMS, 0);
        book.add(SELL, 10, 600_000, OrderRequest.NO_LIMIT);
        book.add(BUY, 10, 500_000, OrderRequest.NO_LIMIT);
        TwoStageAuction auction = new TwoStageAuction(book);
        auction.runStage1((stage, sell, buy, quantityWh, price) -> {});
        book.side(SELL).stage1Queue().take(4);
        assertThatThrownBy(() -> auction.runStage2((stage, sell, buy, quantityWh, price) -> {}))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("deals of 0 Wh, but sold 4 Wh and bought 0 Wh in the book of " + NAME);
    }

    @Test
    void aViolationNamesItsBook() {
        Book book = new Book(NAME, TERMS, 0);
        int order = book.add(BUY, 10, 500_000, 500_000);
        assertThatThrownBy(() -> book.revise(BUY, order, 500_100))
                .hasMessageContaining(
                        "order 0 (BUY) was revised to 500100, beyond its limit 500000, in the book of " + NAME);
        assertThatThrownBy(() -> book.revise(BUY, order, 500_050)).hasMessageContaining("the book of " + NAME);
        assertThatThrownBy(() -> book.add(BUY, 0, 500_000, 500_000)).hasMessageContaining("the book of " + NAME);
        assertThatThrownBy(() -> book.remainingWh(SELL, order)).hasMessageContaining("the book of " + NAME);
        new TwoStageAuction(book).runStage1((stage, sell, buy, quantityWh, price) -> {});
        assertThatThrownBy(() -> book.add(BUY, 1, 500_000, 500_000)).hasMessageContaining("the book of " + NAME);
    }

    private static Side other(Side side) {
        return side == SELL ? BUY : SELL;
    }
}
