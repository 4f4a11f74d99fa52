package io.gridclear.market.auction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The matching rule over any queue: bounded calls come to the same deals as one call. */
class MatchingTest {

    /** A queue over a list of {price, Wh}. */
    private static final class ListQueue implements OrderQueue {
        private final Deque<long[]> orders = new ArrayDeque<>();

        private ListQueue(long[]... pricesAndWh) {
            for (long[] order : pricesAndWh) {
                orders.add(order.clone());
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
            while (!Matching.run(sells, buys, bound, (quantityWh, price) -> deals.add(quantityWh + "@" + price))) {
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
        Matching.run(sells, buys, Long.MAX_VALUE, (quantityWh, price) -> {
            heads.add(sells.headPrice());
            heads.add(buys.headPrice());
        });
        assertThat(heads).containsExactly(100L, 400L, 200L, 400L, 200L, 300L, 300L, 300L);
    }

    @Test
    void anEmptyQueueIsFinishedAtOnce() {
        assertThat(Matching.run(new ListQueue(), buys(), 1, (quantityWh, price) -> {}))
                .isTrue();
        assertThat(Matching.run(sells(), new ListQueue(), 1, (quantityWh, price) -> {}))
                .isTrue();
    }
}
