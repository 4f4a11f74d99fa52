package io.gridclear.benchmarks.delivery;

import io.gridclear.market.auction.Book;
import io.gridclear.market.auction.TwoStageAuction;
import io.gridclear.market.clearing.ClearingJournal;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.delivery.DeliveryTerms;
import io.gridclear.market.delivery.PointKey;
import io.gridclear.market.order.Side;
import io.gridclear.market.rules.MarketTerms;
import io.gridclear.market.settlement.ConnectedOrder;
import io.gridclear.market.settlement.OrderRef;
import io.gridclear.records.TermsRecords;
import io.gridclear.schemas.avro.MarketArea;
import io.gridclear.schemas.avro.PeriodTerms;
import java.util.SplittableRandom;

/**
 * A day of quarter-hours in one area, in which every meter has one order a period: traders without intelligence (Gode and
 * Sunder 1993), half of them sell. Readings miss what was ordered by up to a fifth, and corrected readings miss it anew. Same
 * seed, same day; each period is drawn when it is asked for, so that the day need not be held.
 *
 * @param meters usage points, each a participant's own
 * @param seed of orders and readings
 */
record MeteredDay(int meters, long seed) {

    static final String AREA = "10YGRIDCLEAR-001";
    static final long PERIOD_MS = 900_000;

    /** Midnight UTC of 1 January 2026. */
    private static final long START = 1_767_225_600_000L;

    private static final long MAX_WH = 2_000;
    private static final int LARGEST_MISS_PERCENT = 20;

    /** The area, with a grid fee and a spread, so that a trade has four lines and imbalance has its own prices. */
    static MarketArea area() {
        return MarketArea.newBuilder()
                .setAreaMrid(AREA)
                .setTerms(PeriodTerms.newBuilder()
                        .setPeriodMs(PERIOD_MS)
                        .setGridFee(20_000)
                        .setImbalanceSpread(20_000)
                        .build())
                .build();
    }

    private static MarketTerms marketTerms() {
        return TermsRecords.toTerms(area().getTerms());
    }

    static long periodStart(int period) {
        return START + period * PERIOD_MS;
    }

    static DeliveryTerms terms(int period) {
        return new DeliveryTerms(AREA, periodStart(period), marketTerms());
    }

    /** Names sort as their numbers do, so that inputs of a run stand in the order of the meters. */
    static PointKey point(int meter) {
        return new PointKey("owner-%06d".formatted(meter), "meter-%06d".formatted(meter));
    }

    /** Orders of one period, ready to be cleared. */
    final class Orders {
        private final int period;
        private final Book book;
        private final long[] orderedWh = new long[meters];
        private final boolean[] sells = new boolean[meters];
        private final ConnectedOrder[] refs = new ConnectedOrder[meters];

        private Orders(int period) {
            this.period = period;
            MarketTerms terms = marketTerms();
            book = new Book(terms, meters / 2 + 1);
            SplittableRandom random = new SplittableRandom(seed * 31 + period);
            for (int meter = 0; meter < meters; meter++) {
                sells[meter] = random.nextBoolean();
                orderedWh[meter] = 1 + random.nextLong(MAX_WH);
                long quote = price(random, terms, terms.feedInTariff(), terms.retailTariff());
                long end = sells[meter] ? terms.feedInTariff() : terms.retailTariff();
                long limit = price(random, terms, Math.min(end, quote), Math.max(end, quote));
                book.add(sells[meter] ? Side.SELL : Side.BUY, orderedWh[meter], quote, limit);
                PointKey point = point(meter);
                OrderRef ref = new OrderRef(
                        "order-%06d-%02d".formatted(meter, period), point.usagePoint(), point.participant());
                refs[meter] = new ConnectedOrder(ref, "");
            }
        }

        private static long price(SplittableRandom random, MarketTerms terms, long low, long high) {
            return low + terms.tick() * random.nextLong((high - low) / terms.tick() + 1);
        }

        int period() {
            return period;
        }

        /** The INITIAL run: both stages, every trade and line written up. */
        ClearingOutcome clear(ClearingJournal.Output output) {
            ClearingJournal journal =
                    new ClearingJournal(AREA, periodStart(period), book.terms(), ClearingJournal.State.empty(), output);
            TwoStageAuction auction = new TwoStageAuction(book);
            TwoStageAuction.TradeSink deals = (stage, sell, buy, quantityWh, price) ->
                    journal.deal(stage, refs[sell], refs[buy], quantityWh, price);
            auction.runStage1(deals);
            auction.runStage2(deals);
            residuals(journal, Side.SELL);
            residuals(journal, Side.BUY);
            return journal.finish(
                    book.size(Side.SELL), book.size(Side.BUY), book.totalWh(Side.SELL), book.totalWh(Side.BUY));
        }

        private void residuals(ClearingJournal journal, Side side) {
            for (int meter = 0; meter < meters; meter++) {
                long wh = sells[meter] == (side == Side.SELL) ? book.remainingWh(side, meter) : 0;
                if (wh > 0) {
                    journal.residual(side, refs[meter].ref(), wh);
                }
            }
        }

        boolean sells(int meter) {
            return sells[meter];
        }

        /** What a meter's reading says, in the direction of its order, Wh; another one with every revision of the reading. */
        long meteredWh(int meter, long revision) {
            SplittableRandom random = new SplittableRandom(((seed * 31 + period) * 31 + revision) * 1_000_003 + meter);
            long percent = 100 - LARGEST_MISS_PERCENT + random.nextInt(2 * LARGEST_MISS_PERCENT + 1);
            return orderedWh[meter] * percent / 100;
        }
    }

    /** Draws a period's orders. */
    Orders orders(int period) {
        return new Orders(period);
    }
}
