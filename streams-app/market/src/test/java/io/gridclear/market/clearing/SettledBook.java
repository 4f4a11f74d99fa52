package io.gridclear.market.clearing;

import io.gridclear.market.order.Side;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.twin.RandomBook;
import io.gridclear.market.twin.SlowAuction;
import io.gridclear.market.twin.SlowSettlement;
import io.gridclear.market.twin.TwinOrder;
import io.gridclear.market.twin.TwinTrade;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A book that the slow twins cleared and settled, and the calls that make a journal write the same.
 *
 * @param book the orders
 * @param refs whose they are
 * @param result trades and rests
 * @param settlement expected trades, lines and roots
 * @param calls deals in sequence, then residual sells, then residual buys
 */
record SettledBook(
        RandomBook book,
        List<OrderRef> refs,
        SlowAuction.Result result,
        SlowSettlement settlement,
        List<Consumer<ClearingJournal>> calls) {

    static final String AREA = "feeder-7";
    static final long PERIOD = 1_800_000_000_000L;

    static SettledBook of(RandomBook book) {
        List<TwinOrder> orders = book.orders();
        List<OrderRef> refs = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            // every participant has three orders over two usage points
            String participant = orders.get(i).side() + "-" + i / 3;
            refs.add(new OrderRef("o" + i, "up/" + i % 2 + "/" + participant, participant));
        }
        SlowAuction.Result result = SlowAuction.run(book.terms(), orders);
        List<Consumer<ClearingJournal>> calls = new ArrayList<>();
        for (TwinTrade trade : result.trades()) {
            calls.add(journal -> journal.deal(
                    trade.stage(),
                    new ConnectedOrder(refs.get(trade.sell()), ""),
                    new ConnectedOrder(refs.get(trade.buy()), ""),
                    trade.quantityWh(),
                    trade.price()));
        }
        for (Side side : Side.values()) {
            for (int i : SlowSettlement.residuals(orders, result, side)) {
                calls.add(journal ->
                        journal.residual(side, refs.get(i), result.leftWh().get(i)));
            }
        }
        SlowSettlement settlement = SlowSettlement.of(AREA, PERIOD, book.terms(), orders, refs, result);
        return new SettledBook(book, refs, result, settlement, calls);
    }

    ClearingJournal journal(ClearingJournal.State state, ClearingJournal.Output output) {
        return new ClearingJournal(AREA, PERIOD, book.terms(), state, output);
    }

    ClearingOutcome finish(ClearingJournal journal) {
        return journal.finish(count(Side.SELL), count(Side.BUY), wh(Side.SELL), wh(Side.BUY));
    }

    long count(Side side) {
        return book.orders().stream().filter(order -> order.side() == side).count();
    }

    long wh(Side side) {
        return book.orders().stream()
                .filter(order -> order.side() == side)
                .mapToLong(TwinOrder::quantityWh)
                .reduce(0, Math::addExact);
    }
}
