package io.gridclear.market.clearing;

import io.gridclear.market.auction.DealTotals;
import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.rules.MarketTerms;

/**
 * The h of the paper (section 3.3.2, step 2), over all that came of one area and period and not the paths alone: what an
 * agent computes from the log by itself and attests to. Single-threaded.
 *
 * <p>h = SHA-256 of, in this order ({@link CanonicalWriter}; integers big-endian, a text with its length in 4 bytes before
 * it):
 *
 * <pre>
 * text "gridclear.outcome.v1"
 * text area | 8 period start, epoch ms | 1 run (1 = INITIAL) | 4 revision (0) | 4 rule version
 * 32 input hash: last value of the chain over the log
 * 8 sell orders | 8 buy orders | 8 sell Wh | 8 buy Wh
 * for stage 1, then stage 2: 8 deals | 8 sum of prices | 8 Wh | 8 nano | 8 lowest price | 8 highest price
 * 8 reference price | 8 Wh sold to the grid | 8 Wh bought from the grid
 * 8 curtailed trades | 8 curtailed Wh
 * 8 settlement lines | 8 debits, nano | 8 credits, nano
 * 32 trades root | 32 settlement root | 32 routes root, zeros where the area has no feeder
 * </pre>
 *
 * A stage without a deal has the lowest price 2^63 - 1 and the highest price -2^63.
 */
public final class OutcomeHash {

    private static final String DOMAIN = "gridclear.outcome.v1";
    private static final int INITIAL_RUN = 1;
    private static final int FIRST_REVISION = 0;

    private final Sha256 sha256;
    private final CanonicalWriter writer = new CanonicalWriter();

    public OutcomeHash(Sha256 sha256) {
        this.sha256 = sha256;
    }

    /**
     * h of the INITIAL run under the rules of this kernel, 32 bytes.
     *
     * @param periodStart start of delivery, epoch ms
     * @param inputHash last value of {@link io.gridclear.market.book.BookChain}, 32 bytes
     * @throws IllegalArgumentException if a hash or root has not 32 bytes, or the area has no canonical bytes
     */
    public byte[] of(String area, long periodStart, byte[] inputHash, ClearingOutcome outcome) {
        writer.start(DOMAIN)
                .string(area)
                .int64(periodStart)
                .int8(INITIAL_RUN)
                .int32(FIRST_REVISION)
                .int32(MarketTerms.RULE_VERSION)
                .raw(hash("input hash", inputHash))
                .int64(outcome.sellOrders())
                .int64(outcome.buyOrders())
                .int64(outcome.sellWh())
                .int64(outcome.buyWh());
        write(outcome.stage1());
        write(outcome.stage2());
        return writer.int64(outcome.referencePrice())
                .int64(outcome.gridSoldWh())
                .int64(outcome.gridBoughtWh())
                .int64(outcome.curtailedTrades())
                .int64(outcome.curtailedWh())
                .int64(outcome.lines())
                .int64(outcome.debitNano())
                .int64(outcome.creditNano())
                .raw(hash("trades root", outcome.tradesRootBytes()))
                .raw(hash("settlement root", outcome.settlementRootBytes()))
                .raw(hash("routes root", outcome.routesRootBytes()))
                .hash(sha256);
    }

    private void write(DealTotals stage) {
        writer.int64(stage.count())
                .int64(stage.priceSum())
                .int64(stage.energyWh())
                .int64(stage.amountNano())
                .int64(stage.minPrice())
                .int64(stage.maxPrice());
    }

    private static byte[] hash(String name, byte[] value) {
        if (value.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("the " + name + " has 32 bytes, not " + value.length);
        }
        return value;
    }
}
