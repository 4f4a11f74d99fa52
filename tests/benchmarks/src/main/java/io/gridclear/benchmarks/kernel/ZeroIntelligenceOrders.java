package io.gridclear.benchmarks.kernel;

import io.gridclear.market.auction.Book;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.rules.ReferencePriceRule;
import java.util.SplittableRandom;

/**
 * Orders of traders without intelligence (Gode and Sunder 1993): as many sells as buys in random order, quotes uniform
 * over the ticks of the default band. Same seed, same orders.
 */
final class ZeroIntelligenceOrders {

    /** Where the limits of the orders lie. */
    enum Limits {
        /** Anywhere between the quote and the end of the band: about half of what stage 1 leaves meets in stage 2. */
        OWN,
        /** At the end of the band: everybody comes to the reference price, and stage 2 matches all that it can. */
        BAND
    }

    static final MarketTerms TERMS = MarketTerms.ofPrices(100, 450_000, 670_000, ReferencePriceRule.MEAN);

    private static final int MAX_WH = 2_000;

    private final int size;
    private final boolean[] sells;
    private final int[] quantitiesWh;
    private final int[] quotes;
    private final int[] limits;

    ZeroIntelligenceOrders(int size, Limits kind, long seed) {
        this.size = size;
        sells = new boolean[size];
        quantitiesWh = new int[size];
        quotes = new int[size];
        limits = new int[size];
        SplittableRandom random = new SplittableRandom(seed);
        int sellsToCome = size / 2;
        for (int i = 0; i < size; i++) {
            sells[i] = random.nextInt(size - i) < sellsToCome;
            sellsToCome -= sells[i] ? 1 : 0;
            quantitiesWh[i] = 1 + random.nextInt(MAX_WH);
            quotes[i] = price(random, TERMS.feedInTariff(), TERMS.retailTariff());
            long end = sells[i] ? TERMS.feedInTariff() : TERMS.retailTariff();
            limits[i] =
                    kind == Limits.BAND ? (int) end : price(random, Math.min(end, quotes[i]), Math.max(end, quotes[i]));
        }
    }

    private static int price(SplittableRandom random, long low, long high) {
        long ticks = (high - low) / TERMS.tick();
        return (int) (low + TERMS.tick() * random.nextLong(ticks + 1));
    }

    int size() {
        return size;
    }

    boolean sells(int order) {
        return sells[order];
    }

    int quantityWh(int order) {
        return quantitiesWh[order];
    }

    int quote(int order) {
        return quotes[order];
    }

    int limit(int order) {
        return limits[order];
    }

    /** A book of all orders, made through the kernel's front door, checks included. */
    Book book() {
        Book book = new Book(TERMS, (size + 1) / 2);
        for (int i = 0; i < size; i++) {
            book.add(sells[i] ? Side.SELL : Side.BUY, quantitiesWh[i], quotes[i], limits[i]);
        }
        return book;
    }
}
