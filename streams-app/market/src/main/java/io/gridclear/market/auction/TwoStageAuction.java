package io.gridclear.market.auction;

import io.gridclear.market.order.Side;
import org.jspecify.annotations.Nullable;

/**
 * The two-stage double auction over a {@link Book} (paper, section 3.2.2), O(n) in orders for a band of few ticks.
 * Stage 1, then {@link #referencePrice()}, then any {@link Book#revise}, then stage 2; each once. Invariants are checked
 * before a stage returns. Single-threaded.
 */
public final class TwoStageAuction {

    /** Receives the trades in sequence. */
    public interface TradeSink {

        /**
         * One trade.
         *
         * @param stage 1 or 2
         * @param sellOrdinal the seller's order
         * @param buyOrdinal the buyer's order
         * @param quantityWh energy, Wh
         * @param price micro-currency per kWh
         */
        void onTrade(int stage, int sellOrdinal, int buyOrdinal, long quantityWh, long price);
    }

    private final Book book;
    private @Nullable DealTotals stage1;
    private @Nullable DealTotals stage2;

    public TwoStageAuction(Book book) {
        this.book = book;
    }

    /** Matches every order at its quote. */
    public DealTotals runStage1(TradeSink sink) {
        if (stage1 != null) {
            throw new IllegalStateException("stage 1 has run already");
        }
        book.complete();
        stage1 =
                match(1, book.side(Side.SELL).stage1Queue(), book.side(Side.BUY).stage1Queue(), sink);
        checkTraded(stage1.energyWh());
        return stage1;
    }

    /** Pa, micro-currency per kWh; after stage 1. */
    public long referencePrice() {
        return done(stage1, 1).referencePrice(book.terms(), Math.min(book.totalWh(Side.SELL), book.totalWh(Side.BUY)));
    }

    /** Matches what is left at revised or re-quoted prices, once. */
    public DealTotals runStage2(TradeSink sink) {
        if (stage2 != null) {
            throw new IllegalStateException("stage 2 has run already");
        }
        long reference = referencePrice();
        stage2 = match(
                2,
                book.side(Side.SELL).stage2Queue(reference),
                book.side(Side.BUY).stage2Queue(reference),
                sink);
        checkTraded(Math.addExact(done(stage1, 1).energyWh(), stage2.energyWh()));
        return stage2;
    }

    private DealTotals match(int stage, ArrayQueue sells, ArrayQueue buys, TradeSink sink) {
        DealTotals totals = new DealTotals();
        BookSide sellSide = book.side(Side.SELL);
        BookSide buySide = book.side(Side.BUY);
        Matching.run(book.name(), sells, buys, Long.MAX_VALUE, (quantityWh, price) -> {
            totals.add(quantityWh, price);
            sink.onTrade(
                    stage, sellSide.ordinal(sells.headIndex()), buySide.ordinal(buys.headIndex()), quantityWh, price);
        });
        return totals;
    }

    private void checkTraded(long dealtWh) {
        long sold = book.side(Side.SELL).tradedWh();
        long bought = book.side(Side.BUY).tradedWh();
        if (sold != dealtWh || bought != dealtWh) {
            throw new InvariantViolation("deals of " + dealtWh + " Wh, but sold " + sold + " Wh and bought " + bought
                    + " Wh in the book of " + book.name());
        }
    }

    private static DealTotals done(@Nullable DealTotals stage, int number) {
        if (stage == null) {
            throw new IllegalStateException("stage " + number + " has not run yet");
        }
        return stage;
    }
}
