package io.gridclear.market.auction;

import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.twin.AuctionAudit;
import io.gridclear.market.twin.TwinOrder;
import io.gridclear.market.twin.TwinTrade;
import java.util.ArrayList;
import java.util.List;

/** Runs the real auction over orders as a test writes them down. */
final class Clearing {

    private Clearing() {}

    /** Both stages; revised prices are handed in between them. */
    static AuctionAudit.Outcome of(MarketTerms terms, List<TwinOrder> orders) {
        Book book = new Book(terms, 0);
        for (TwinOrder order : orders) {
            book.add(order.side(), order.quantityWh(), order.quote(), order.limitPrice());
        }
        List<TwinTrade> trades = new ArrayList<>();
        TwoStageAuction.TradeSink sink =
                (stage, sell, buy, quantityWh, price) -> trades.add(new TwinTrade(stage, sell, buy, quantityWh, price));
        TwoStageAuction auction = new TwoStageAuction(book);
        DealTotals stage1 = auction.runStage1(sink);
        for (int i = 0; i < orders.size(); i++) {
            if (orders.get(i).isRevised()) {
                book.revise(orders.get(i).side(), i, orders.get(i).revisedPrice());
            }
        }
        DealTotals stage2 = auction.runStage2(sink);
        return new AuctionAudit.Outcome(trades, stage1, stage2, auction.referencePrice(), left(book, orders));
    }

    private static List<Long> left(Book book, List<TwinOrder> orders) {
        List<Long> left = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            Side side = orders.get(i).side();
            left.add(book.remainingWh(side, i));
        }
        return left;
    }
}
