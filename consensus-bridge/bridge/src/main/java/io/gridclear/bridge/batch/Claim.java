package io.gridclear.bridge.batch;

import io.gridclear.market.canonical.CanonicalWriter;
import io.gridclear.market.canonical.Sha256;
import io.gridclear.market.clearing.ClearingOutcome;
import io.gridclear.market.rules.MarketTerms;
import java.util.Arrays;

/**
 * What somebody says came of a batch. The outcome hash binds whoever says it; the rest is there so that a difference can
 * be found and shown.
 *
 * @param outcomeHash h of the paper, 32 bytes; byte arrays are never written to
 * @param ruleVersion version of the market rules
 * @param inputHash hash chain over the log, 32 bytes
 * @param tradesRoot root over the trades, 32 bytes
 * @param settlementRoot root over the settlement lines, 32 bytes
 * @param settlementLines number of settlement lines, &gt;= 0
 * @param sellOrders sell orders at gate closure
 * @param buyOrders buy orders at gate closure
 * @param stage1Trades trades of stage 1
 * @param stage2Trades trades of stage 2
 * @param stage1Wh energy traded in stage 1, Wh
 * @param stage2Wh energy traded in stage 2, Wh
 * @param gridSoldWh residual energy sold to the grid, Wh
 * @param gridBoughtWh residual energy bought from the grid, Wh
 * @param referencePrice Pa, micro-currency per kWh
 * @param debitNano sum of debits, nano-currency
 * @param curtailedTrades trades of which something found no path
 * @param curtailedWh energy of trades that found no path, Wh
 * @param routesRoot root over the routes of the trades, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their canonical bytes
public record Claim(
        byte[] outcomeHash,
        int ruleVersion,
        byte[] inputHash,
        byte[] tradesRoot,
        byte[] settlementRoot,
        long settlementLines,
        long sellOrders,
        long buyOrders,
        long stage1Trades,
        long stage2Trades,
        long stage1Wh,
        long stage2Wh,
        long gridSoldWh,
        long gridBoughtWh,
        long referencePrice,
        long debitNano,
        long curtailedTrades,
        long curtailedWh,
        byte[] routesRoot) {

    public Claim {
        requireHash("outcomeHash", outcomeHash);
        requireHash("inputHash", inputHash);
        requireHash("tradesRoot", tradesRoot);
        requireHash("settlementRoot", settlementRoot);
        requireHash("routesRoot", routesRoot);
        if (settlementLines < 0) {
            throw new IllegalArgumentException("settlementLines must be >= 0, is " + settlementLines);
        }
    }

    /** The claim that follows from an outcome. */
    public static Claim of(ClearingOutcome outcome, byte[] inputHash, byte[] outcomeHash) {
        return new Claim(
                outcomeHash,
                MarketTerms.RULE_VERSION,
                inputHash,
                outcome.tradesRootBytes(),
                outcome.settlementRootBytes(),
                outcome.lines(),
                outcome.sellOrders(),
                outcome.buyOrders(),
                outcome.stage1().count(),
                outcome.stage2().count(),
                outcome.stage1().energyWh(),
                outcome.stage2().energyWh(),
                outcome.gridSoldWh(),
                outcome.gridBoughtWh(),
                outcome.referencePrice(),
                outcome.debitNano(),
                outcome.curtailedTrades(),
                outcome.curtailedWh(),
                outcome.routesRootBytes());
    }

    /** Appends the canonical bytes: every component in the order above. */
    CanonicalWriter write(CanonicalWriter writer) {
        return writer.raw(outcomeHash)
                .int32(ruleVersion)
                .raw(inputHash)
                .raw(tradesRoot)
                .raw(settlementRoot)
                .int64(settlementLines)
                .int64(sellOrders)
                .int64(buyOrders)
                .int64(stage1Trades)
                .int64(stage2Trades)
                .int64(stage1Wh)
                .int64(stage2Wh)
                .int64(gridSoldWh)
                .int64(gridBoughtWh)
                .int64(referencePrice)
                .int64(debitNano)
                .int64(curtailedTrades)
                .int64(curtailedWh)
                .raw(routesRoot);
    }

    /** Whether every field is the same. */
    public boolean isSameAs(Claim other) {
        return Arrays.equals(
                write(new CanonicalWriter()).toBytes(),
                other.write(new CanonicalWriter()).toBytes());
    }

    private static void requireHash(String name, byte[] hash) {
        if (hash.length != Sha256.LENGTH) {
            throw new IllegalArgumentException(name + " has 32 bytes, not " + hash.length);
        }
    }
}
