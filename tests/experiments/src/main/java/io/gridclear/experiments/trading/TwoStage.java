package io.gridclear.experiments.trading;

import io.gridclear.market.auction.Book;
import io.gridclear.market.auction.TwoStageAuction;
import io.gridclear.market.order.OrderRequest;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.List;

/**
 * The paper's auction (section 3.2.2) by the product's own kernel.
 *
 * @param label what tables and plots call it
 * @param terms tick, tariffs and the rule of the reference price
 */
record TwoStage(String label, MarketTerms terms) implements Mechanism {

    /**
     * What each stage came to.
     *
     * @param stage1 the trades of stage 1 alone
     * @param both the trades of both stages
     * @param referencePrice Pa, micro-currency per kWh
     */
    record Cleared(Outcome stage1, Outcome both, long referencePrice) {}

    /** The paper's tariffs, in micro-currency per kWh. */
    static final long FEED_IN = 450_000;

    static final long RETAIL = 670_000;

    static final long TICK = 100;

    /** The auction with the paper's tariffs and one of the two rules. */
    static TwoStage with(ReferencePriceRule rule) {
        return new TwoStage("two-stage", MarketTerms.ofPrices(TICK, FEED_IN, RETAIL, rule));
    }

    @Override
    public boolean usesLimits() {
        return true;
    }

    @Override
    public Outcome clear(List<Bid> bids) {
        return stages(bids).both();
    }

    /** Both stages, and what the first alone came to. */
    Cleared stages(List<Bid> bids) {
        Book book = new Book(terms, bids.size());
        for (Bid bid : bids) {
            book.add(
                    bid.side(),
                    bid.wh(),
                    bid.quote(),
                    bid.limit() == bid.quote() ? OrderRequest.NO_LIMIT : bid.limit());
        }
        TwoStageAuction auction = new TwoStageAuction(book);
        Outcome outcome = Outcome.none(bids.size());
        TwoStageAuction.TradeSink sink = (stage, sell, buy, wh, price) -> outcome.add(sell, buy, wh, price);
        auction.runStage1(sink);
        Outcome stage1 = outcome.copy();
        auction.runStage2(sink);
        return new Cleared(stage1, outcome, auction.referencePrice());
    }
}
