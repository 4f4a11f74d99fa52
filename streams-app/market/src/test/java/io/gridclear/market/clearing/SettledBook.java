package io.gridclear.market.clearing;

import io.gridclear.market.order.Side;
import io.gridclear.market.routing.FeederGraph;
import io.gridclear.market.routing.Router;
import io.gridclear.market.routing.RoutingState;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.market.twin.RandomBook;
import io.gridclear.market.twin.SlowAuction;
import io.gridclear.market.twin.SlowSettlement;
import io.gridclear.market.twin.TwinOrder;
import io.gridclear.market.twin.TwinTrade;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
        List<Consumer<ClearingJournal>> calls,
        @Nullable FeederGraph feeder) {

    static final String AREA = "feeder-7";
    static final long PERIOD = 1_800_000_000_000L;

    static SettledBook of(RandomBook book) {
        return of(book, null);
    }

    /** The same over a feeder, where there is one: orders hang on buses 0 to 4 in turn. */
    static SettledBook of(RandomBook book, @Nullable FeederGraph feeder) {
        List<TwinOrder> orders = book.orders();
        List<OrderRef> refs = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            // every participant has three orders over two usage points
            String participant = orders.get(i).side() + "-" + i / 3;
            refs.add(new OrderRef("o" + i, "up/" + i % 2 + "/" + participant, participant));
        }
        SlowAuction.Result result = SlowAuction.run(book.terms(), orders);
        List<Consumer<ClearingJournal>> calls = new ArrayList<>();
        List<Long> curtailedWh = new ArrayList<>();
        Router router = feeder == null ? null : new Router(feeder, book.terms().periodMs(), RoutingState.empty());
        for (TwinTrade trade : result.trades()) {
            curtailedWh.add(
                    router == null
                            ? 0
                            : router.route(bus(trade.sell()), bus(trade.buy()), trade.quantityWh())
                                    .curtailedWh());
            calls.add(journal -> journal.deal(
                    trade.stage(),
                    new ConnectedOrder(refs.get(trade.sell()), bus(trade.sell())),
                    new ConnectedOrder(refs.get(trade.buy()), bus(trade.buy())),
                    trade.quantityWh(),
                    trade.price()));
        }
        for (Side side : Side.values()) {
            for (int i : SlowSettlement.residuals(orders, result, side)) {
                calls.add(journal ->
                        journal.residual(side, refs.get(i), result.leftWh().get(i)));
            }
        }
        SlowSettlement settlement = SlowSettlement.of(AREA, PERIOD, book.terms(), orders, refs, result, curtailedWh);
        return new SettledBook(book, refs, result, settlement, calls, feeder);
    }

    private static String bus(int order) {
        return String.valueOf(order % 5);
    }

    ClearingJournal journal(ClearingJournal.State state, ClearingJournal.Output output) {
        MarketTerms terms = feeder == null
                ? book.terms()
                : book.terms().withFeeder(HexFormat.of().formatHex(feeder.digest()));
        return new ClearingJournal(AREA, PERIOD, terms, feeder, state, output);
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
