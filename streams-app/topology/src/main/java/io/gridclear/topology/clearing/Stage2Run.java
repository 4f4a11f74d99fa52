package io.gridclear.topology.clearing;

import io.gridclear.market.auction.LeftoverQueue;
import io.gridclear.market.auction.Matching;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.topology.book.OrderQueueStore;
import io.gridclear.topology.book.PeriodState;
import io.gridclear.topology.book.QueueCursor;
import io.gridclear.topology.book.ScannedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Stage 2 of one period: what stage 1 left, in compact arrays (at most 46 bytes an order), while the orders themselves
 * stay in the store, unchanged until the period is cleared. Filled and matched in bounded steps; after a restart it is
 * filled and matched again up to where the journal stands. Single-threaded.
 */
final class Stage2Run {

    private final PeriodState state;
    private final String book;
    private final OrderQueueStore queues;
    private final LeftoverQueue sells;
    private final LeftoverQueue buys;
    private final long dealsBefore;
    private Side filling = Side.SELL;
    private QueueCursor fillFrom;
    private boolean filled;
    private long dealsAgain;
    private int sellIndex = -1;
    private int buyIndex = -1;
    private @Nullable ConnectedOrder sell;
    private @Nullable ConnectedOrder buy;

    Stage2Run(PeriodState state, OrderQueueStore queues) {
        this.state = state;
        this.book = state.key().area() + ", period " + state.key().periodStart();
        this.queues = queues;
        long referencePrice = state.journal().stage1().referencePrice(state.terms(), state.possibleWh());
        sells = new LeftoverQueue(book, Side.SELL, state.terms(), referencePrice);
        buys = new LeftoverQueue(book, Side.BUY, state.terms(), referencePrice);
        fillFrom = state.cursor(Side.SELL);
        dealsBefore = state.journal().stage2().count();
    }

    /**
     * Reads leftover orders.
     *
     * @param mostOrders bound on this call
     * @return whether all are read
     */
    boolean fill(int mostOrders) {
        int left = mostOrders;
        while (!filled && left > 0) {
            left -= fillSide(left);
        }
        return filled;
    }

    private int fillSide(int most) {
        LeftoverQueue queue = queue(filling);
        int read = 0;
        try (ScannedQueue scan = queues.scan(state.key(), filling, fillFrom)) {
            for (; read < most && !scan.isEmpty(); read++) {
                queue.add(
                        scan.headPrice(),
                        scan.headLimitPrice(),
                        scan.headRevisedPrice(),
                        scan.headPosition(),
                        scan.headWh());
                scan.next();
            }
            fillFrom = scan.cursor();
        }
        if (fillFrom.atEnd()) {
            queue.seal();
            if (filling == Side.BUY) {
                filled = true;
            }
            filling = Side.BUY;
            fillFrom = state.cursor(Side.BUY);
        }
        return Math.max(1, read);
    }

    /**
     * Makes the deals again that the journal held when this run began: silently, they are written already.
     *
     * @param mostDeals bound on the deals of this call
     * @return whether the run stands where the journal stood
     */
    boolean catchUp(long mostDeals) {
        long most = Math.min(mostDeals, dealsBefore - dealsAgain);
        if (most > 0) {
            Matching.run(book, sells, buys, most, (quantityWh, price) -> dealsAgain++);
        }
        return dealsAgain == dealsBefore;
    }

    /**
     * Makes new deals.
     *
     * @param mostDeals bound on the deals of this call
     * @return whether stage 2 is matched
     */
    boolean match(long mostDeals, ClearingJournal journal) {
        return Matching.run(
                book, sells, buys, mostDeals, (quantityWh, price) -> journal.deal(2, sell(), buy(), quantityWh, price));
    }

    private ConnectedOrder sell() {
        int index = sells.headIndex();
        ConnectedOrder order = sell;
        if (order == null || index != sellIndex) {
            order = queues.order(state.key(), Side.SELL, sells.quote(index), sells.position(index));
            sell = order;
            sellIndex = index;
        }
        return order;
    }

    private ConnectedOrder buy() {
        int index = buys.headIndex();
        ConnectedOrder order = buy;
        if (order == null || index != buyIndex) {
            order = queues.order(state.key(), Side.BUY, buys.quote(index), buys.position(index));
            buy = order;
            buyIndex = index;
        }
        return order;
    }

    /** What is left of one side, in the order of the store's scan. */
    LeftoverQueue queue(Side side) {
        return side == Side.SELL ? sells : buys;
    }
}
