package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The matching rule over any queue: bounded calls come to the same deals as one call. */
class MatchingTest {

    private static final String BOOK = "feeder-7, period 1800000000000";

    /** A queue over a list of {price, Wh} or {price, Wh, limit, position}. */
    private static class ListQueue implements OrderQueue {
        final Deque<long[]> orders = new ArrayDeque<>();

        private ListQueue(long[]... rows) {
            for (long[] row : rows) {
                orders.add(row.length == 2 ? new long[] {row[0], row[1], row[0], orders.size()} : row.clone());
            }
        }

        @Override
        public boolean isEmpty() {
            return orders.isEmpty();
        }

        @Override
        public long headPrice() {
            return orders.getFirst()[0];
        }

        @Override
        public long headWh() {
            return orders.getFirst()[1];
        }

        @Override
        public long headLimit() {
            return orders.getFirst()[2];
        }

        @Override
        public long headPosition() {
            return orders.getFirst()[3];
        }

        @Override
        public void take(long quantityWh) {
            orders.getFirst()[1] -= quantityWh;
            if (orders.getFirst()[1] == 0) {
                orders.removeFirst();
            }
        }
    }

    private static ListQueue sells() {
        return new ListQueue(new long[] {100, 5}, new long[] {200, 5}, new long[] {300, 5}, new long[] {500, 5});
    }

    private static ListQueue buys() {
        return new ListQueue(new long[] {400, 7}, new long[] {300, 8}, new long[] {200, 1});
    }

    @Test
    void anyBoundOnTheDealsOfACallComesToTheSameDeals() {
        List<String> expected = List.of("5@250", "2@300", "3@250", "5@300");
        for (int bound = 1; bound <= 6; bound++) {
            ListQueue sells = sells();
            ListQueue buys = buys();
            List<String> deals = new ArrayList<>();
            int calls = 1;
            while (!Matching.run(
                    BOOK, sells, buys, bound, (quantityWh, price) -> deals.add(quantityWh + "@" + price))) {
                assertThat(deals).hasSize(calls * bound);
                calls++;
            }
            assertThat(deals).as("bound %d", bound).isEqualTo(expected);
            // the call that makes the last deal also sees that nothing crosses any more
            assertThat(calls).isEqualTo((expected.size() + bound - 1) / bound);
        }
    }

    @Test
    void theHeadsAreStillTheOrdersThatTradeWhenTheDealIsTold() {
        ListQueue sells = sells();
        ListQueue buys = buys();
        List<Long> heads = new ArrayList<>();
        Matching.run(BOOK, sells, buys, Long.MAX_VALUE, (quantityWh, price) -> {
            heads.add(sells.headPrice());
            heads.add(buys.headPrice());
        });
        assertThat(heads).containsExactly(100L, 400L, 200L, 400L, 200L, 300L, 300L, 300L);
    }

    @Test
    void anEmptyQueueIsFinishedAtOnce() {
        assertThat(Matching.run(BOOK, new ListQueue(), buys(), 1, (quantityWh, price) -> {}))
                .isTrue();
        assertThat(Matching.run(BOOK, sells(), new ListQueue(), 1, (quantityWh, price) -> {}))
                .isTrue();
    }

    /** Runs a matching that must stop; what was told to the sink before that. */
    private static List<String> dealsUntilViolation(OrderQueue sells, OrderQueue buys, String... says) {
        List<String> deals = new ArrayList<>();
        assertThatThrownBy(() -> Matching.run(
                        BOOK, sells, buys, Long.MAX_VALUE, (quantityWh, price) -> deals.add(quantityWh + "@" + price)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("in the book of " + BOOK)
                .hasMessageContainingAll(says);
        return deals;
    }

    @Test
    void aDealExactlyAtBothLimitsIsMade() {
        List<String> deals = new ArrayList<>();
        ListQueue sells = new ListQueue(new long[] {200, 5, 300, 0});
        ListQueue buys = new ListQueue(new long[] {400, 5, 300, 0});
        Matching.run(BOOK, sells, buys, 9, (quantityWh, price) -> deals.add(quantityWh + "@" + price));
        assertThat(deals).containsExactly("5@300");
    }

    @Test
    void aDealBelowTheSellersLimitIsNeverTold() {
        ListQueue sells = new ListQueue(new long[] {200, 5, 302, 7});
        ListQueue buys = new ListQueue(new long[] {400, 5, 400, 9});
        assertThat(dealsUntilViolation(
                        sells, buys, "a deal of 5 Wh at 300", "the sell at position 7 (limit 302)", "position 9"))
                .isEmpty();
    }

    @Test
    void aDealAboveTheBuyersLimitIsNeverTold() {
        ListQueue sells = new ListQueue(new long[] {200, 5, 200, 7});
        ListQueue buys = new ListQueue(new long[] {400, 5, 298, 9});
        assertThat(dealsUntilViolation(
                        sells, buys, "a deal of 5 Wh at 300", "position 7", "the buy at position 9 (limit 298)"))
                .isEmpty();
    }

    @Test
    void anOrderOfNothingMakesNoDeal() {
        assertThat(dealsUntilViolation(
                        new ListQueue(new long[] {200, 0}), new ListQueue(new long[] {400, 5}), "a deal of 0 Wh"))
                .isEmpty();
        assertThat(dealsUntilViolation(
                        new ListQueue(new long[] {200, 3}), new ListQueue(new long[] {400, -1}), "a deal of -1 Wh"))
                .isEmpty();
    }

    /** A queue that does not book what it is told to. */
    private static ListQueue forgetting(long forgottenWh, long[]... rows) {
        return new ListQueue(rows) {
            @Override
            public void take(long quantityWh) {
                super.take(quantityWh - forgottenWh);
            }
        };
    }

    @Test
    void anOrderThatKeepsWhatItSoldIsNotSoldAgain() {
        ListQueue sells = forgetting(1, new long[] {200, 5}, new long[] {300, 5});
        ListQueue buys = new ListQueue(new long[] {400, 3}, new long[] {400, 9});
        assertThat(dealsUntilViolation(sells, buys, "the SELL at position 0 of 5 Wh", "position 0 of 3 Wh"))
                .containsExactly("3@300");
    }

    @Test
    void anOrderThatLosesMoreThanItSoldIsSeen() {
        ListQueue sells = new ListQueue(new long[] {200, 3});
        ListQueue buys = forgetting(-1, new long[] {400, 9});
        assertThat(dealsUntilViolation(sells, buys, "the BUY at position 0 of 9 Wh", "position 0 of 5 Wh"))
                .containsExactly("3@300");
    }

    @Test
    void anOrderThatIsSatisfiedAndStaysIsSeen() {
        ListQueue sells = forgetting(3, new long[] {200, 3});
        assertThat(dealsUntilViolation(sells, buys(), "the SELL at position 0 of 3 Wh", "position 0 of 3 Wh"))
                .containsExactly("3@300");
    }

    @Test
    void anOrderThatIsNotSatisfiedAndLeavesIsSeen() {
        ListQueue sells = new ListQueue(new long[] {200, 3});
        ListQueue buys = forgetting(-6, new long[] {400, 9}, new long[] {400, 9});
        assertThat(dealsUntilViolation(sells, buys, "the BUY at position 0 of 9 Wh", "position 1 of 9 Wh"))
                .containsExactly("3@300");
    }

    @Test
    void noOrderComesTwice() {
        ListQueue sells = new ListQueue(new long[] {200, 3, 200, 4}, new long[] {200, 3, 200, 4});
        assertThat(dealsUntilViolation(sells, buys(), "the SELL at position 4 of 3 Wh", "position 4 of 3 Wh at 200"))
                .containsExactly("3@300");
    }

    @Test
    void noOrderComesBeforeItsTurn() {
        dealsUntilViolation(
                new ListQueue(new long[] {200, 3, 200, 4}, new long[] {200, 3, 200, 3}), buys(), "SELL", "position 3");
        dealsUntilViolation(new ListQueue(new long[] {200, 3}, new long[] {198, 3}), buys(), "SELL", "Wh at 198");
        dealsUntilViolation(sells(), new ListQueue(new long[] {400, 3}, new long[] {402, 3}), "BUY", "Wh at 402");
        dealsUntilViolation(
                sells(), new ListQueue(new long[] {400, 3, 400, 4}, new long[] {400, 3, 400, 4}), "BUY", "position 4");
    }
}
