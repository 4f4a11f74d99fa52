package io.gridclear.experiments.scale;

import io.gridclear.market.auction.Book;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import io.gridclear.meter.seed.SeededDraws;

/** Orders of traders without intelligence (Gode and Sunder 1993), half of them sells, limits anywhere up to the tariff. */
final class DrawnOrders {

    static final MarketTerms TERMS = MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN);

    private static final long MAX_WH = 2_000;

    private final long[] wh;
    private final long[] quotes;
    private final long[] limits;

    DrawnOrders(int size, long seed) {
        wh = new long[size];
        quotes = new long[size];
        limits = new long[size];
        SeededDraws draws = SeededDraws.of(seed, "scale-orders", size);
        for (int i = 0; i < size; i++) {
            long end = side(i) == Side.SELL ? TERMS.feedInTariff() : TERMS.retailTariff();
            wh[i] = 1 + draws.nextBelow(MAX_WH);
            quotes[i] = price(draws, TERMS.feedInTariff(), TERMS.retailTariff());
            limits[i] = price(draws, Math.min(end, quotes[i]), Math.max(end, quotes[i]));
        }
    }

    private static long price(SeededDraws draws, long low, long high) {
        return low + TERMS.tick() * draws.nextBelow((high - low) / TERMS.tick() + 1);
    }

    int size() {
        return wh.length;
    }

    Side side(int order) {
        return order % 2 == 0 ? Side.SELL : Side.BUY;
    }

    long wh(int order) {
        return wh[order];
    }

    long quote(int order) {
        return quotes[order];
    }

    long limit(int order) {
        return limits[order];
    }

    /** A book of them, by the kernel's front door. */
    Book book() {
        Book book = new Book(TERMS, (wh.length + 1) / 2);
        for (int i = 0; i < wh.length; i++) {
            book.add(side(i), wh[i], quotes[i], limits[i]);
        }
        return book;
    }
}
